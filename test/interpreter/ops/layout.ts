import { inputAt, integersAt, intOf, intsOf, type Operands, type Operator, stringOf } from '../operator.js';
import {
  axisOf,
  broadcastDims,
  broadcastTo,
  pick,
  type RealTensor,
  range,
  sizeOf,
  tensor,
  transpose,
} from '../tensor.js';

function shape(operands: Operands): RealTensor[] {
  const { dims } = inputAt(operands, 0);
  const part = dims.slice(intOf(operands, 'start', 0), intOf(operands, 'end', dims.length));
  return [tensor('int64', [part.length], Float64Array.from(part))];
}

function reshape(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const zeroCopies = intOf(operands, 'allowzero', 0) === 0;
  const shape = (integersAt(operands, 1) ?? []).map((size, axis) =>
    size === 0 && zeroCopies ? (dims[axis] ?? 0) : size,
  );
  const rest = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  return [
    tensor(
      type,
      shape.map((size) => (size === -1 ? data.length / rest : size)),
      data,
    ),
  ];
}

function expand(operands: Operands): RealTensor[] {
  const value = inputAt(operands, 0);
  const dims = broadcastDims([value.dims, integersAt(operands, 1) ?? []]);
  return [tensor(value.type, dims, broadcastTo(value, dims))];
}

function concat(operands: Operands): RealTensor[] {
  const values = operands.inputs.map((_, index) => inputAt(operands, index));
  const [{ type, dims }] = values as [RealTensor, ...RealTensor[]];
  const axis = axisOf(intOf(operands, 'axis', 0), dims.length);
  const outer = sizeOf(dims.slice(0, axis));
  const total = values.reduce((sum, value) => sum + (value.dims[axis] ?? 0), 0);
  const result = new Float64Array(outer * total * sizeOf(dims.slice(axis + 1)));
  let at = 0;
  for (let line = 0; line < outer; line++) {
    for (const { data } of values) {
      const length = data.length / outer;
      result.set(data.subarray(line * length, (line + 1) * length), at);
      at += length;
    }
  }
  return [tensor(type, dims.with(axis, total), result)];
}

function slice(operands: Operands): RealTensor[] {
  const value = inputAt(operands, 0);
  const [starts = [], ends = []] = [integersAt(operands, 1), integersAt(operands, 2)];
  const axes = (integersAt(operands, 3) ?? range(starts.length)).map((axis) => axisOf(axis, value.dims.length));
  const steps = integersAt(operands, 4) ?? starts.map(() => 1);
  const lists = value.dims.map((size, axis) => {
    const at = axes.indexOf(axis);
    if (at < 0) return range(size);
    const step = steps[at] ?? 1;
    const inRange = (bound: number) => {
      const index = bound < 0 ? bound + size : bound;
      return step > 0 ? Math.min(Math.max(index, 0), size) : Math.min(Math.max(index, -1), size - 1);
    };
    const end = inRange(ends[at] ?? 0);
    const list: number[] = [];
    for (let index = inRange(starts[at] ?? 0); step > 0 ? index < end : index > end; index += step) list.push(index);
    return list;
  });
  return [pick(value, lists)];
}

function split(operands: Operands): RealTensor[] {
  const value = inputAt(operands, 0);
  const axis = axisOf(intOf(operands, 'axis', 0), value.dims.length);
  const even = Math.ceil((value.dims[axis] ?? 0) / operands.outputs);
  const parts = integersAt(operands, 1) ?? range(operands.outputs).map(() => even);
  let start = 0;
  return parts.map((part) => {
    const from = start;
    start += part;
    return pick(
      value,
      value.dims.map((size, at) => (at === axis ? range(part).map((index) => index + from) : range(size))),
    );
  });
}

function pad(operands: Operands): RealTensor[] {
  const value = inputAt(operands, 0);
  const pads = integersAt(operands, 1) ?? [];
  const mode = stringOf(operands, 'mode', 'constant');
  const source = (index: number, size: number) => {
    if (index >= 0 && index < size) return index;
    if (mode === 'edge') return index < 0 ? 0 : size - 1;
    if (mode === 'reflect') return index < 0 ? -index : 2 * (size - 1) - index;
    return -1;
  };
  const lists = value.dims.map((size, axis) => {
    const [before = 0, after = 0] = [pads[axis], pads[axis + value.dims.length]];
    return range(size + before + after).map((index) => source(index - before, size));
  });
  return [pick(value, lists, operands.inputs[2]?.data[0] ?? 0)];
}

function tile(operands: Operands): RealTensor[] {
  const value = inputAt(operands, 0);
  const repeats = integersAt(operands, 1) ?? [];
  return [
    pick(
      value,
      value.dims.map((size, axis) => range(size * (repeats[axis] ?? 1)).map((index) => index % size)),
    ),
  ];
}

function unsqueeze(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const axes = integersAt(operands, 1) ?? [];
  const rank = dims.length + axes.length;
  const inserted = axes.map((axis) => axisOf(axis, rank));
  const rest = dims.values();
  return [
    tensor(
      type,
      range(rank).map((axis) => (inserted.includes(axis) ? 1 : (rest.next().value ?? 1))),
      data,
    ),
  ];
}

function squeeze(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const axes = integersAt(operands, 1)?.map((axis) => axisOf(axis, dims.length));
  return [
    tensor(
      type,
      dims.filter((size, axis) => (axes ? !axes.includes(axis) : size !== 1)),
      data,
    ),
  ];
}

function flatten(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const axis = intOf(operands, 'axis', 1);
  const front = sizeOf(dims.slice(0, axis < 0 ? axis + dims.length : axis));
  return [tensor(type, [front, sizeOf(dims.slice(axis < 0 ? axis + dims.length : axis))], data)];
}

function constant(operands: Operands): RealTensor[] {
  const [value] = Object.values(operands.attributes);
  if (value === undefined || 'string' in value || 'graph' in value) throw new Error('the constant has no numbers');
  if ('int' in value) return [tensor('int64', [], Float64Array.of(value.int))];
  if ('ints' in value) return [tensor('int64', [value.ints.length], Float64Array.from(value.ints))];
  if ('float' in value) return [tensor('float32', [], Float64Array.of(Math.fround(value.float)))];
  if ('floats' in value)
    return [tensor('float32', [value.floats.length], Float64Array.from(value.floats, Math.fround))];
  return [tensor(value.tensor.type, value.tensor.dims, Float64Array.from(value.tensor.data, Number))];
}

/** Operators that move elements, or give constants. */
export const LAYOUT: Readonly<Record<string, Operator>> = {
  Shape: shape,
  Transpose: (operands) => {
    const value = inputAt(operands, 0);
    return [transpose(value, intsOf(operands, 'perm') ?? range(value.dims.length).toReversed())];
  },
  Reshape: reshape,
  Expand: expand,
  Concat: concat,
  Slice: slice,
  Split: split,
  Pad: pad,
  Tile: tile,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  Flatten: flatten,
  Identity: (operands) => [inputAt(operands, 0)],
  Constant: constant,
};
