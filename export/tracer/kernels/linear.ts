import { SpectroSimError } from '@spectrosim/models';
import { broadcastDims } from '../dims.js';
import type { Recorder, Value } from '../recorder.js';
import { required, type TraceKernels } from './kernel.js';
import { reshaped, transposed } from './shape.js';

function swapLast(recorder: Recorder, x: Value): Value {
  const rank = x.dims.length;
  const order = x.dims.map((_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
  return transposed(recorder, x, order);
}

/** Whether a value is one matrix; tfjs wraps those of fused products in a stack of one. */
function isMatrix(x: Value): boolean {
  return x.dims.slice(0, -2).every((dim) => dim === 1);
}

/** A product of matrices: `Gemm` for two of them (it takes transposes and a bias), `MatMul` for stacks. */
function product(
  recorder: Recorder,
  a: Value,
  b: Value,
  transposeA: boolean,
  transposeB: boolean,
  bias?: Value,
): Value {
  const rank = a.dims.length;
  const [rows, inner] = [a.dims[rank - 2], a.dims[rank - 1]] as [number, number];
  const columns = b.dims[b.dims.length - (transposeB ? 2 : 1)] as number;
  const height = transposeA ? inner : rows;
  const stack = broadcastDims(a.dims.slice(0, -2), b.dims.slice(0, -2));
  if (isMatrix(a) && isMatrix(b)) {
    const [left, right] = [a, b].map((matrix) => reshaped(recorder, matrix, matrix.dims.slice(-2))) as [Value, Value];
    const attributes = { transA: { int: transposeA ? 1 : 0 }, transB: { int: transposeB ? 1 : 0 } };
    const result = { dims: [height, columns], type: a.type };
    const gemm = recorder.emit('Gemm', bias === undefined ? [left, right] : [left, right, bias], result, attributes);
    return reshaped(recorder, gemm, [...stack, height, columns]);
  }
  const left = transposeA ? swapLast(recorder, a) : a;
  const right = transposeB ? swapLast(recorder, b) : b;
  const result = recorder.emit('MatMul', [left, right], { dims: [...stack, height, columns], type: a.type });
  return bias === undefined ? result : recorder.elementwise('Add', [result, bias], a.type);
}

/** Kernels that multiply matrices, and normalise their rows. */
export const LINEAR: TraceKernels = {
  BatchMatMul: (call) =>
    product(
      call.recorder,
      required(call, 'a'),
      required(call, 'b'),
      call.attrs.transposeA === true,
      call.attrs.transposeB === true,
    ),
  _FusedMatMul: (call) => {
    if ((call.attrs.activation ?? 'linear') !== 'linear') {
      throw new SpectroSimError(
        'graph',
        `A fused product with activation ${call.attrs.activation} cannot be traced. Call the activation by itself.`,
      );
    }
    return product(
      call.recorder,
      required(call, 'a'),
      required(call, 'b'),
      call.attrs.transposeA === true,
      call.attrs.transposeB === true,
      call.inputs.bias,
    );
  },
  LayerNorm: (call) => {
    const x = required(call, 'x');
    const rank = x.dims.length;
    const statistics = { dims: [...x.dims.slice(0, -1), 1], type: x.type };
    return call.recorder.emitAll(
      'LayerNormalization',
      [x, required(call, 'scale'), required(call, 'offset')],
      [x, statistics, statistics],
      { axis: { int: rank - 1 }, epsilon: { float: call.attrs.epsilon as number } },
    );
  },
};
