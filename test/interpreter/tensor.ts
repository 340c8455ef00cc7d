import type { ElementType } from '@spectrosim/models';

/** A value of the interpreter: every element, integers and booleans too, in double precision. */
export interface RealTensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

/** How many elements a shape has. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Row-major strides. */
export function stridesOf(dims: readonly number[]): number[] {
  const strides = dims.map(() => 1);
  for (let axis = dims.length - 2; axis >= 0; axis--) strides[axis] = (strides[axis + 1] ?? 1) * (dims[axis + 1] ?? 1);
  return strides;
}

/** An axis counted from the front. */
export function axisOf(axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) throw new Error(`axis ${axis} is outside rank ${rank}`);
  return axis < 0 ? axis + rank : axis;
}

/** A tensor with a shape; refused when the elements do not fill it. */
export function tensor(type: ElementType, dims: readonly number[], data: Float64Array): RealTensor {
  if (data.length !== sizeOf(dims)) throw new Error(`${data.length} elements do not fill [${dims.join(', ')}]`);
  return { type, dims, data };
}

/** Brings a number into the range of an element type, as a cast does. Floats stay doubles. */
export function coerce(type: ElementType, value: number): number {
  switch (type) {
    case 'float32':
      return value;
    case 'int32':
      return value | 0;
    case 'int64':
      return Math.trunc(value);
    case 'uint8':
      return value & 255;
    default:
      return value === 0 ? 0 : 1;
  }
}

/** Flat positions, in row-major order of `dims`, of elements laid out with these strides. */
export function offsetsOf(dims: readonly number[], strides: readonly number[]): Int32Array {
  return positionsOf(
    dims.map((size, axis) => Array.from({ length: size }, (_, index) => index * (strides[axis] ?? 0))),
  );
}

/** Sums of one entry of each list, the last list running fastest; negative entries make the sum −1. */
function positionsOf(lists: readonly (readonly number[])[]): Int32Array {
  let positions = Int32Array.of(0);
  for (const list of lists) {
    const next = new Int32Array(positions.length * list.length);
    let at = 0;
    for (const position of positions) {
      for (const step of list) next[at++] = position < 0 || step < 0 ? -1 : position + step;
    }
    positions = next;
  }
  return positions;
}

/** The elements at flat positions; −1 gives `fill`. */
export function take(data: Float64Array, positions: Int32Array, fill = 0): Float64Array {
  const result = new Float64Array(positions.length);
  for (let index = 0; index < positions.length; index++) {
    const position = positions[index] as number;
    result[index] = position < 0 ? fill : (data[position] as number);
  }
  return result;
}

/** The sub-tensor at the given indices of each axis; index −1 gives `fill`. */
export function pick(value: RealTensor, lists: readonly (readonly number[])[], fill = 0): RealTensor {
  const strides = stridesOf(value.dims);
  const steps = lists.map((list, axis) => list.map((index) => (index < 0 ? -1 : index * (strides[axis] ?? 1))));
  const dims = lists.map((list) => list.length);
  return tensor(value.type, dims, take(value.data, positionsOf(steps), fill));
}

/** Indices 0 … size − 1. */
export function range(size: number): number[] {
  return Array.from({ length: size }, (_, index) => index);
}

/** The axes in another order. */
export function transpose(value: RealTensor, order: readonly number[]): RealTensor {
  const strides = stridesOf(value.dims);
  const dims = order.map((axis) => value.dims[axis] ?? 0);
  const positions = offsetsOf(
    dims,
    order.map((axis) => strides[axis] ?? 0),
  );
  return tensor(value.type, dims, take(value.data, positions));
}

/** The shape that several broadcast to. */
export function broadcastDims(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return range(rank).map((axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1).filter((size) => size !== 1);
    if (new Set(sizes).size > 1)
      throw new Error(`shapes ${shapes.map((shape) => `[${shape}]`).join(' ')} do not broadcast`);
    return sizes[0] ?? 1;
  });
}

/** The elements repeated to a shape; shared, not copied, where the shape is there already. */
export function broadcastTo(value: RealTensor, dims: readonly number[]): Float64Array {
  if (String(value.dims) === String(dims)) return value.data;
  const missing = dims.length - value.dims.length;
  const own = stridesOf(value.dims);
  const strides = dims.map((_, axis) => (value.dims[axis - missing] === 1 ? 0 : (own[axis - missing] ?? 0)));
  return take(value.data, offsetsOf(dims, strides));
}

/** A tensor as lines along one axis. */
export interface Lines {
  /** Where each line starts, in row-major order of the other axes. */
  readonly starts: readonly number[];
  /** Elements in a line. */
  readonly length: number;
  /** From one element of a line to the next. */
  readonly step: number;
}

/** The lines along an axis of a shape. */
export function linesOf(dims: readonly number[], axis: number): Lines {
  const length = dims[axis] ?? 1;
  const step = sizeOf(dims.slice(axis + 1));
  const count = sizeOf(dims.slice(0, axis)) * step;
  return { starts: range(count).map((line) => Math.floor(line / step) * length * step + (line % step)), length, step };
}
