import type { ElementType } from '@spectrosim/models';
import { cast } from './elementwise.js';
import { axesOf, positiveAxis, required, type TraceKernel, type TraceKernels } from './kernel.js';

/** The shape left by a reduction. */
export function reducedDims(dims: readonly number[], axes: readonly number[], keepDims: boolean): number[] {
  return keepDims ? dims.map((dim, i) => (axes.includes(i) ? 1 : dim)) : dims.filter((_, i) => !axes.includes(i));
}

const reduce =
  (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd', axisAttribute: string): TraceKernel =>
  (call) => {
    const given = required(call, 'x');
    // tfjs means of integers are fractions.
    const x = op === 'ReduceMean' ? cast(call.recorder, given, 'float32') : given;
    const axes = axesOf(call.attrs[axisAttribute], x.dims.length);
    const keepDims = call.attrs.keepDims === true;
    if (axes.length === 0) {
      return x;
    }
    const result = { dims: reducedDims(x.dims, axes, keepDims), type: x.type };
    const keepdims = { int: keepDims ? 1 : 0 };
    // Opset 17 moved only ReduceSum's axes to an input.
    return op === 'ReduceSum'
      ? call.recorder.emit(op, [x, call.recorder.integers(axes)], result, { keepdims })
      : call.recorder.emit(op, [x], result, { axes: { ints: axes }, keepdims });
  };

/** Kernels that summarise along axes. */
export const REDUCE: TraceKernels = {
  Sum: reduce('ReduceSum', 'axis'),
  Mean: reduce('ReduceMean', 'axis'),
  Max: reduce('ReduceMax', 'reductionIndices'),
  Min: reduce('ReduceMin', 'axis'),
  Prod: reduce('ReduceProd', 'axis'),
  Softmax: (call) => {
    const logits = required(call, 'logits');
    return call.recorder.emit('Softmax', [logits], logits, {
      axis: { int: positiveAxis(call.attrs.dim as number, logits.dims.length) },
    });
  },
  Cumsum: (call) => {
    const x = required(call, 'x');
    const { axis, exclusive, reverse } = call.attrs as { axis: number; exclusive: boolean; reverse: boolean };
    return call.recorder.emit('CumSum', [x, call.recorder.integers([positiveAxis(axis, x.dims.length)])], x, {
      exclusive: { int: exclusive ? 1 : 0 },
      reverse: { int: reverse ? 1 : 0 },
    });
  },
  TopK: (call) => {
    const x = required(call, 'x');
    const k = call.attrs.k as number;
    const dims = [...x.dims.slice(0, -1), k];
    const axis = { int: x.dims.length - 1 };
    const int64: ElementType = 'int64';
    const [values, indices] = call.recorder.emitAll(
      'TopK',
      [x, call.recorder.integers([k])],
      [
        { dims, type: x.type },
        { dims, type: int64 },
      ],
      { axis, largest: { int: 1 }, sorted: { int: 1 } },
    );
    if (values === undefined || indices === undefined) {
      throw new Error('TopK has two results');
    }
    return [values, call.recorder.elementwise('Cast', [indices], 'int32', { to: { int: 6 } })];
  },
};
