import { filled } from './elementwise.js';
import { required, type TraceKernel } from './kernel.js';

/** Below this, the series is taken. */
const SMALL = 0.25;

/**
 * ln(1 + x), right also where 1 + x would round x away, in operators that every provider has.
 *
 * Near 0 the series 2 artanh(s) = 2s (1 + s²/3 + s⁴/5 + s⁶/7 + …), s = x / (2 + x), whose first term left out is 2e-8 of
 * the whole at most. Higham's correction, log(u) · x / (u − 1), needs a logarithm that is right near 1: those of GPUs are
 * only within 5e-7 there (WGSL).
 */
export const log1p: TraceKernel = (call) => {
  const { recorder } = call;
  const x = required(call, 'x');
  const number = (value: number) => filled(recorder, value, x);
  const binary = (op: string, a: typeof x, b: typeof x) => recorder.elementwise(op, [a, b], x.type);
  const s = binary('Div', x, binary('Add', x, number(2)));
  const square = binary('Mul', s, s);
  const series = [1 / 7, 1 / 5, 1 / 3, 1]
    .map(number)
    .reduce((sum, coefficient) => binary('Add', binary('Mul', sum, square), coefficient));
  const near = binary('Mul', binary('Add', s, s), series);
  const far = recorder.elementwise('Log', [binary('Add', x, number(1))], x.type);
  const small = recorder.elementwise('Less', [recorder.elementwise('Abs', [x], x.type), number(SMALL)], 'bool');
  return recorder.elementwise('Where', [small, near, far], x.type);
};
