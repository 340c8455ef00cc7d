import { SpectroSimError } from '@spectrosim/models';
import { backend_util, type StridedSliceAttrs, slice_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { sameDims, sizeOf } from '../dims.js';
import type { Recorder, Value } from '../recorder.js';
import { filled } from './elementwise.js';
import { axesOf, positiveAxis, type TraceKernels } from './kernel.js';

/** Sees a value in another shape of the same size. */
export function reshaped(recorder: Recorder, x: Value, dims: readonly number[]): Value {
  // A broadcast view has elements that its source lacks.
  const source = sameDims(x.stored, x.dims) ? (x.source ?? x) : x;
  if (sameDims(source.dims, dims)) {
    return source;
  }
  if (sizeOf(x.stored) === 1 && x.stored.length === 0) {
    return { ...x, dims };
  }
  const result = recorder.emit('Reshape', [source, recorder.integers(dims, 'shape')], { dims, type: x.type });
  return { ...result, source };
}

/** Reorders axes; where only axes of length 1 move, that is a reshape. */
export function transposed(recorder: Recorder, x: Value, permutation: readonly number[]): Value {
  const dims = permutation.map((axis) => x.dims[axis] as number);
  const moved = permutation.filter((axis) => x.dims[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > (moved[i - 1] as number))) {
    return reshaped(recorder, x, dims);
  }
  return recorder.emit('Transpose', [x], { dims, type: x.type }, { perm: { ints: permutation } });
}

function concatenated(recorder: Recorder, parts: readonly Value[], axis: number): Value {
  const [first] = parts;
  if (first === undefined) {
    throw new Error('nothing to concatenate');
  }
  const length = parts.reduce((sum, part) => sum + (part.dims[axis] as number), 0);
  const dims = first.dims.map((dim, i) => (i === axis ? length : dim));
  return parts.length === 1
    ? first
    : recorder.emit('Concat', parts, { dims, type: first.type }, { axis: { int: axis } });
}

/** A block of a value. */
export function sliced(recorder: Recorder, x: Value, begin: readonly number[], size: readonly number[]): Value {
  const ends = begin.map((start, i) => start + (size[i] as number));
  const dims = [...size];
  const axes = dims.flatMap((dim, i) => (dim === x.dims[i] ? [] : [i]));
  if (axes.length === 0) {
    return x;
  }
  const pick = (values: readonly number[]) => recorder.integers(axes.map((axis) => values[axis] as number));
  return recorder.emit('Slice', [x, pick(begin), pick(ends), recorder.integers(axes)], { dims, type: x.type });
}

/** A value as tfjs' own helpers for shapes want it. */
function infoOf(x: Value): TensorInfo {
  return { dataId: {}, shape: [...x.dims], dtype: 'float32' };
}

/** Kernels that move elements and compute nothing. */
export const SHAPE: TraceKernels = {
  Reshape: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const shape = attrs.shape as number[];
    const known = sizeOf(shape.filter((dim) => dim !== -1));
    return reshaped(
      recorder,
      x,
      shape.map((dim) => (dim === -1 ? sizeOf(x.dims) / known : dim)),
    );
  },
  ExpandDims: ({ inputs, attrs, recorder }) => {
    const input = inputs.input as Value;
    const dims = [...input.dims];
    dims.splice(positiveAxis(attrs.dim as number, input.dims.length + 1), 0, 1);
    return reshaped(recorder, input, dims);
  },
  Transpose: ({ inputs, attrs, recorder }) => transposed(recorder, inputs.x as Value, attrs.perm as number[]),
  Concat: ({ inputs, attrs, recorder }) => {
    const parts = Object.values(inputs);
    return concatenated(recorder, parts, positiveAxis(attrs.axis as number, (parts[0] as Value).dims.length));
  },
  Pack: ({ inputs, attrs, recorder }) => {
    const parts = Object.values(inputs);
    const axis = positiveAxis(attrs.axis as number, (parts[0] as Value).dims.length + 1);
    const widened = parts.map((part) => {
      const dims = [...part.dims];
      dims.splice(axis, 0, 1);
      return reshaped(recorder, part, dims);
    });
    return concatenated(recorder, widened, axis);
  },
  Unpack: ({ inputs, attrs, recorder }) => {
    const value = inputs.value as Value;
    const axis = positiveAxis(attrs.axis as number, value.dims.length);
    return Array.from({ length: value.dims[axis] as number }, (_, i) => {
      const part = sliced(
        recorder,
        value,
        value.dims.map((_, d) => (d === axis ? i : 0)),
        value.dims.map((dim, d) => (d === axis ? 1 : dim)),
      );
      return reshaped(
        recorder,
        part,
        value.dims.filter((_, d) => d !== axis),
      );
    });
  },
  Slice: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const { begin, size } = attrs as { begin: number | number[]; size?: number | number[] };
    const [starts = [], sizes = []] = slice_util.parseSliceParams(infoOf(x), begin, size);
    return sliced(recorder, x, starts, sizes);
  },
  StridedSlice: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const given = attrs as unknown as StridedSliceAttrs;
    const info = slice_util.sliceInfo(
      [...x.dims],
      given.begin,
      given.end,
      given.strides,
      given.beginMask,
      given.endMask,
      given.ellipsisMask,
      given.newAxisMask,
      given.shrinkAxisMask,
    );
    const { begin, end, strides, finalShapeSparse } = info;
    if (strides.some((stride) => stride < 0)) {
      throw new SpectroSimError(
        'graph',
        `tf.stridedSlice with strides [${strides}] cannot be traced. Use tf.reverse, then positive strides.`,
      );
    }
    const axes = strides.flatMap((stride, axis) =>
      stride === 1 && begin[axis] === 0 && end[axis] === x.dims[axis] ? [] : [axis],
    );
    if (axes.length === 0) {
      return reshaped(recorder, x, info.finalShape);
    }
    const pick = (values: readonly number[]) => recorder.integers(axes.map((axis) => values[axis] as number));
    const dims = x.dims.map((_, axis) =>
      Math.max(0, Math.ceil(((end[axis] as number) - (begin[axis] as number)) / (strides[axis] as number))),
    );
    const result = { dims, type: x.type };
    const taken = recorder.emit('Slice', [x, pick(begin), pick(end), recorder.integers(axes), pick(strides)], result);
    return reshaped(recorder, taken, info.finalShape ?? finalShapeSparse);
  },
  SplitV: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const axis = positiveAxis(attrs.axis as number, x.dims.length);
    const sizes = backend_util.prepareSplitSize(infoOf(x), attrs.numOrSizeSplits as number | number[], axis);
    let start = 0;
    return sizes.map((size) => {
      const begin = x.dims.map((_, d) => (d === axis ? start : 0));
      start += size;
      return sliced(
        recorder,
        x,
        begin,
        x.dims.map((dim, d) => (d === axis ? size : dim)),
      );
    });
  },
  PadV2: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const paddings = attrs.paddings as [number, number][];
    const dims = x.dims.map((dim, i) => dim + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0));
    if (sameDims(dims, x.dims)) {
      return x;
    }
    const pads = recorder.integers([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
    const constant = filled(recorder, attrs.constantValue as number, { dims: [], type: x.type });
    return recorder.emit('Pad', [x, pads, constant], { dims, type: x.type });
  },
  Tile: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const reps = attrs.reps as number[];
    const dims = x.dims.map((dim, i) => dim * (reps[i] as number));
    // Repeating an axis of length 1 is broadcasting, which costs nothing until somebody needs the copies.
    return x.dims.every((dim, i) => dim === 1 || reps[i] === 1)
      ? { ...x, dims }
      : recorder.emit('Tile', [x, recorder.integers(reps)], { dims, type: x.type });
  },
  Reverse: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const axes = axesOf(attrs.dims, x.dims.length);
    const all = (value: number) => recorder.integers(axes.map(() => value));
    // ONNX: a start beyond the end is the last element, and an end below −length is before the first.
    return recorder.emit('Slice', [x, all(-1), all(-2147483648), recorder.integers(axes), all(-1)], x);
  },
  GatherV2: ({ inputs, attrs, recorder }) => {
    const x = inputs.x as Value;
    const indices = inputs.indices as Value;
    const axis = positiveAxis(attrs.axis as number, x.dims.length);
    const batchDims = (attrs.batchDims as number | undefined) ?? 0;
    if (batchDims === 0) {
      const dims = [...x.dims.slice(0, axis), ...indices.dims, ...x.dims.slice(axis + 1)];
      return recorder.emit('Gather', [x, indices], { dims, type: x.type }, { axis: { int: axis } });
    }
    if (batchDims === axis && axis === x.dims.length - 1 && indices.dims.length === x.dims.length) {
      const result = { dims: indices.dims, type: x.type };
      return recorder.emit('GatherElements', [x, indices], result, { axis: { int: axis } });
    }
    throw new SpectroSimError(
      'graph',
      `tf.gather of shape [${x.dims}] along axis ${axis} with ${batchDims} batch dimensions cannot be traced. Gather along the last axis, with indices of the same rank.`,
    );
  },
};
