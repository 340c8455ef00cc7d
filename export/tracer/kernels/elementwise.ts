import { type ElementType, SpectroSimError } from '@spectrosim/models';
import { broadcastDims, sameDims } from '../dims.js';
import type { Recorder, Value } from '../recorder.js';
import { required, type TraceKernel, type TraceKernels } from './kernel.js';

const unary =
  (
    op: string,
    attributes: (attrs: Readonly<Record<string, unknown>>) => Record<string, { float: number }> = () => ({}),
  ): TraceKernel =>
  (call) => {
    const x = required(call, 'x');
    return call.recorder.elementwise(op, [x], x.type, attributes(call.attrs));
  };

const binary =
  (op: string, result?: ElementType): TraceKernel =>
  (call) => {
    const a = required(call, 'a');
    return call.recorder.elementwise(op, [a, required(call, 'b')], result ?? a.type);
  };

/** A binary operator for which one operand may be a number that changes nothing (x + 0, x × 1). */
const withNeutral =
  (op: string, neutral: number, sides: 'both' | 'right'): TraceKernel =>
  (call) => {
    const a = required(call, 'a');
    const b = required(call, 'b');
    const dims = broadcastDims(a.dims, b.dims);
    if (call.recorder.uniform(b) === neutral) {
      return { ...a, dims };
    }
    if (sides === 'both' && call.recorder.uniform(a) === neutral) {
      return { ...b, dims };
    }
    return call.recorder.elementwise(op, [a, b], a.type);
  };

/** A constant number with the shape of a value. */
export function filled(recorder: Recorder, number: number, like: Pick<Value, 'dims' | 'type'>): Value {
  const scalar = recorder.constant(
    like.type === 'bool'
      ? { type: 'bool', dims: [], data: Uint8Array.of(number) }
      : like.type === 'int32'
        ? { type: 'int32', dims: [], data: Int32Array.of(number) }
        : { type: 'float32', dims: [], data: Float32Array.of(number) },
  );
  return { ...scalar, dims: like.dims };
}

/** A value as another element type. */
export function cast(recorder: Recorder, x: Value, type: ElementType): Value {
  return x.type === type ? x : recorder.elementwise('Cast', [x], type, { to: { int: ONNX_TYPE[type] } });
}

const ONNX_TYPE: Readonly<Record<ElementType, number>> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 };

const ELEMENT_TYPE: Readonly<Record<string, ElementType>> = { float32: 'float32', int32: 'int32', bool: 'bool' };

/** Kernels that work element by element, broadcasting where they have two operands. */
export const ELEMENTWISE: TraceKernels = {
  Add: withNeutral('Add', 0, 'both'),
  Sub: withNeutral('Sub', 0, 'right'),
  Multiply: withNeutral('Mul', 1, 'both'),
  RealDiv: withNeutral('Div', 1, 'right'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Pow: binary('Pow'),
  Equal: binary('Equal', 'bool'),
  Greater: binary('Greater', 'bool'),
  GreaterEqual: binary('GreaterOrEqual', 'bool'),
  Less: binary('Less', 'bool'),
  LessEqual: binary('LessOrEqual', 'bool'),
  LogicalAnd: binary('And', 'bool'),
  // Or has no WebGPU kernel: not (not a and not b).
  LogicalOr: (call) => {
    const not = (x: Value) => call.recorder.elementwise('Not', [x], 'bool');
    return not(call.recorder.elementwise('And', [not(required(call, 'a')), not(required(call, 'b'))], 'bool'));
  },
  LogicalNot: unary('Not'),
  NotEqual: (call) => {
    const equal = call.recorder.elementwise('Equal', [required(call, 'a'), required(call, 'b')], 'bool');
    return call.recorder.elementwise('Not', [equal], 'bool');
  },
  SquaredDifference: (call) => {
    const a = required(call, 'a');
    const difference = call.recorder.elementwise('Sub', [a, required(call, 'b')], a.type);
    return call.recorder.elementwise('Mul', [difference, difference], a.type);
  },
  AddN: ({ inputs, recorder }) =>
    Object.values(inputs).reduce((sum, term) => recorder.elementwise('Add', [sum, term], sum.type)),
  Abs: unary('Abs'),
  Neg: unary('Neg'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Sqrt: unary('Sqrt'),
  Reciprocal: unary('Reciprocal'),
  Erf: unary('Erf'),
  Tanh: unary('Tanh'),
  Sigmoid: unary('Sigmoid'),
  Relu: unary('Relu'),
  Softplus: unary('Softplus'),
  LeakyRelu: unary('LeakyRelu', ({ alpha }) => ({ alpha: { float: alpha as number } })),
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Floor: unary('Floor'),
  Square: (call) => {
    const x = required(call, 'x');
    return call.recorder.elementwise('Mul', [x, x], x.type);
  },
  Rsqrt: (call) => {
    const x = required(call, 'x');
    return call.recorder.elementwise('Reciprocal', [call.recorder.elementwise('Sqrt', [x], x.type)], x.type);
  },
  Step: (call) => {
    const x = required(call, 'x');
    const positive = call.recorder.elementwise('Greater', [x, filled(call.recorder, 0, x)], 'bool');
    const alpha = (call.attrs.alpha as number | undefined) ?? 0;
    return alpha === 0
      ? cast(call.recorder, positive, 'float32')
      : call.recorder.elementwise(
          'Where',
          [positive, filled(call.recorder, 1, x), filled(call.recorder, alpha, x)],
          x.type,
        );
  },
  ClipByValue: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const low = recorder.elementwise('Max', [x, filled(recorder, attrs.clipValueMin as number, x)], x.type);
    return recorder.elementwise('Min', [low, filled(recorder, attrs.clipValueMax as number, x)], x.type);
  },
  Select: (call) => {
    const condition = required(call, 'condition');
    const t = required(call, 't');
    // tfjs lets a vector choose whole rows; ONNX broadcasts from the right.
    const rows = condition.dims.length === 1 && t.dims.length > 1 && !sameDims(condition.dims, t.dims);
    if (rows) {
      throw new SpectroSimError(
        'graph',
        `tf.where with a vector of ${condition.dims} rows cannot be traced. Reshape it to broadcast.`,
      );
    }
    return call.recorder.elementwise('Where', [condition, t, required(call, 'e')], t.type);
  },
  Cast: ({ inputs, attrs, recorder }) => {
    const type = ELEMENT_TYPE[attrs.dtype as string];
    if (type === undefined) {
      throw new SpectroSimError('graph', `A cast to ${attrs.dtype} cannot be traced. Expected float32, int32 or bool.`);
    }
    return cast(recorder, inputs.x as Value, type);
  },
  Identity: (call) => required(call, 'x'),
  ZerosLike: (call) => filled(call.recorder, 0, required(call, 'x')),
  OnesLike: (call) => filled(call.recorder, 1, required(call, 'x')),
  Fill: ({ attrs, recorder }) => {
    const type = ELEMENT_TYPE[(attrs.dtype as string | undefined) ?? 'float32'] ?? 'float32';
    return filled(recorder, attrs.value as number, { dims: attrs.shape as number[], type });
  },
  Range: ({ attrs, recorder }) => {
    const { start, stop, step, dtype } = attrs as { start: number; stop: number; step: number; dtype: string };
    const length = Math.max(0, Math.ceil((stop - start) / step));
    const numbers = Array.from({ length }, (_, i) => start + i * step);
    return dtype === 'int32'
      ? recorder.constant({ type: 'int32', dims: [length], data: Int32Array.from(numbers) })
      : recorder.constant({ type: 'float32', dims: [length], data: Float32Array.from(numbers) });
  },
};
