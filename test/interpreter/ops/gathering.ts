import { inputAt, integersAt, intOf, type Operands, type Operator, stringOf } from '../operator.js';
import {
  axisOf,
  linesOf,
  offsetsOf,
  pick,
  type RealTensor,
  range,
  sizeOf,
  stridesOf,
  take,
  tensor,
} from '../tensor.js';

/** An index counted from the front; outside its axis it is refused. */
function indexOf(index: number, size: number): number {
  if (index < -size || index >= size) throw new Error(`index ${index} is outside an axis of ${size}`);
  return index < 0 ? index + size : index;
}

function gather(operands: Operands): RealTensor[] {
  const [value, indices] = [inputAt(operands, 0), inputAt(operands, 1)];
  const axis = axisOf(intOf(operands, 'axis', 0), value.dims.length);
  const wanted = Array.from(indices.data, (index) => indexOf(index, value.dims[axis] ?? 0));
  const picked = pick(
    value,
    value.dims.map((size, at) => (at === axis ? wanted : range(size))),
  );
  return [tensor(value.type, value.dims.toSpliced(axis, 1, ...indices.dims), picked.data)];
}

/** Flat positions in a tensor of shape `dims` that element indices along an axis mean. */
function positionsAlong(dims: readonly number[], indices: RealTensor, axis: number): Int32Array {
  const strides = stridesOf(dims);
  const rest = offsetsOf(indices.dims, strides.with(axis, 0));
  return rest.map(
    (position, at) => position + indexOf(indices.data[at] as number, dims[axis] ?? 0) * (strides[axis] as number),
  );
}

function gatherElements(operands: Operands): RealTensor[] {
  const [value, indices] = [inputAt(operands, 0), inputAt(operands, 1)];
  const axis = axisOf(intOf(operands, 'axis', 0), value.dims.length);
  return [tensor(value.type, indices.dims, take(value.data, positionsAlong(value.dims, indices, axis)))];
}

function scatterElements(operands: Operands): RealTensor[] {
  const [value, indices, updates] = [inputAt(operands, 0), inputAt(operands, 1), inputAt(operands, 2)];
  const reduction = stringOf(operands, 'reduction', 'none');
  const axis = axisOf(intOf(operands, 'axis', 0), value.dims.length);
  const data = value.data.slice();
  for (const [at, position] of positionsAlong(value.dims, indices, axis).entries()) {
    const [old, update] = [data[position] as number, updates.data[at] as number];
    data[position] = reduction === 'add' ? old + update : reduction === 'mul' ? old * update : update;
  }
  return [tensor(value.type, value.dims, data)];
}

function gatherND(operands: Operands): RealTensor[] {
  const [value, indices] = [inputAt(operands, 0), inputAt(operands, 1)];
  const batch = intOf(operands, 'batch_dims', 0);
  const depth = indices.dims.at(-1) ?? 0;
  const strides = stridesOf(value.dims);
  const rows = indices.data.length / depth;
  const rowsPerBatch = rows / sizeOf(value.dims.slice(0, batch));
  const width = sizeOf(value.dims.slice(batch + depth));
  const batchStride = sizeOf(value.dims.slice(batch));
  const result = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let from = Math.floor(row / rowsPerBatch) * batchStride;
    for (let k = 0; k < depth; k++) {
      const index = indexOf(indices.data[row * depth + k] as number, value.dims[batch + k] ?? 0);
      from += index * (strides[batch + k] ?? 0);
    }
    result.set(value.data.subarray(from, from + width), row * width);
  }
  return [tensor(value.type, [...indices.dims.slice(0, -1), ...value.dims.slice(batch + depth)], result)];
}

function oneHot(operands: Operands): RealTensor[] {
  const [indices, values] = [inputAt(operands, 0), inputAt(operands, 2)];
  const depth = integersAt(operands, 1)?.[0] ?? 0;
  const axis = axisOf(intOf(operands, 'axis', -1), indices.dims.length + 1);
  const dims = indices.dims.toSpliced(axis, 0, depth);
  const { starts, step } = linesOf(dims, axis);
  const [off = 0, on = 1] = values.data;
  const result = new Float64Array(sizeOf(dims)).fill(off);
  for (const [line, start] of starts.entries()) {
    const raw = indices.data[line] as number;
    const index = raw < 0 ? raw + depth : raw;
    if (index >= 0 && index < depth) result[start + index * step] = on;
  }
  return [tensor(values.type, dims, result)];
}

function topK(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const axis = axisOf(intOf(operands, 'axis', -1), dims.length);
  const sign = intOf(operands, 'largest', 1) === 0 ? 1 : -1;
  const count = integersAt(operands, 1)?.[0] ?? 0;
  const result = dims.with(axis, count);
  const { starts, length, step } = linesOf(dims, axis);
  const targets = linesOf(result, axis).starts;
  const values = new Float64Array(sizeOf(result));
  const indices = new Float64Array(sizeOf(result));
  for (const [line, start] of starts.entries()) {
    const at = (index: number) => data[start + index * step] as number;
    // Of equal values the one with the lower index comes first: the sort is stable.
    const order = range(length).sort((a, b) => sign * (at(a) - at(b)));
    for (const [rank, index] of order.slice(0, count).entries()) {
      const target = (targets[line] as number) + rank * step;
      values[target] = at(index);
      indices[target] = index;
    }
  }
  return [tensor(type, result, values), tensor('int64', result, indices)];
}

function argMax(operands: Operands): RealTensor[] {
  const { dims, data } = inputAt(operands, 0);
  const axis = axisOf(intOf(operands, 'axis', 0), dims.length);
  const last = intOf(operands, 'select_last_index', 0) !== 0;
  const { starts, length, step } = linesOf(dims, axis);
  const result = Float64Array.from(starts, (start) => {
    let best = 0;
    for (let index = 1; index < length; index++) {
      const [value, record] = [data[start + index * step] as number, data[start + best * step] as number];
      if (value > record || (last && value === record)) best = index;
    }
    return best;
  });
  return [tensor('int64', intOf(operands, 'keepdims', 1) === 0 ? dims.toSpliced(axis, 1) : dims.with(axis, 1), result)];
}

function cumSum(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const axis = axisOf(integersAt(operands, 1)?.[0] ?? 0, dims.length);
  const exclusive = intOf(operands, 'exclusive', 0) !== 0;
  const reverse = intOf(operands, 'reverse', 0) !== 0;
  const { starts, length, step } = linesOf(dims, axis);
  const result = new Float64Array(data.length);
  for (const start of starts) {
    let sum = 0;
    for (let index = 0; index < length; index++) {
      const at = start + (reverse ? length - 1 - index : index) * step;
      const value = data[at] as number;
      result[at] = exclusive ? sum : sum + value;
      sum += value;
    }
  }
  return [tensor(type, dims, result)];
}

/** Operators that pick, place or rank elements. */
export const GATHERING: Readonly<Record<string, Operator>> = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatterElements,
  OneHot: oneHot,
  TopK: topK,
  ArgMax: argMax,
  CumSum: cumSum,
};
