import { inputAt, intOf, intsOf, type Operands, type Operator, stringOf } from '../operator.js';
import { type RealTensor, range, sizeOf, stridesOf, tensor } from '../tensor.js';
import { multiplyAdd } from './products.js';

/** How windows lie over the spatial axes; `before` and `after` are the pads. */
interface Geometry {
  readonly sizes: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly windows: readonly number[];
}

const at = (list: readonly number[], axis: number): number => list[axis] ?? 0;

function geometryOf(operands: Operands, sizes: readonly number[], kernel: readonly number[]): Geometry {
  const ones = sizes.map(() => 1);
  const strides = intsOf(operands, 'strides') ?? ones;
  const dilations = intsOf(operands, 'dilations') ?? ones;
  const pads = intsOf(operands, 'pads') ?? [...ones, ...ones].fill(0);
  const autoPad = stringOf(operands, 'auto_pad', 'NOTSET');
  const reach = kernel.map((size, axis) => (size - 1) * at(dilations, axis) + 1);
  let [before, after] = [pads.slice(0, sizes.length), pads.slice(sizes.length)];
  if (autoPad.startsWith('SAME')) {
    const total = sizes.map((size, axis) => {
      const covered = (Math.ceil(size / at(strides, axis)) - 1) * at(strides, axis) + at(reach, axis);
      return Math.max(0, covered - size);
    });
    const [less, more] = [total.map((pad) => pad >> 1), total.map((pad) => pad - (pad >> 1))];
    [before, after] = autoPad === 'SAME_UPPER' ? [less, more] : [more, less];
  }
  const ceil = intOf(operands, 'ceil_mode', 0) !== 0;
  const windows = sizes.map((size, axis) => {
    const room = (size + at(before, axis) + at(after, axis) - at(reach, axis)) / at(strides, axis);
    const count = (ceil ? Math.ceil(room) : Math.floor(room)) + 1;
    // A window that would start in the padding behind the data is dropped.
    return ceil && (count - 1) * at(strides, axis) >= size + at(before, axis) ? count - 1 : count;
  });
  return { sizes, kernel, strides, dilations, before, after, windows };
}

/** For every kernel element and window, the flat spatial position under it, or −1 in the padding. */
function positionsUnder(geometry: Geometry): Int32Array {
  const { sizes, kernel, strides, dilations, before, windows } = geometry;
  const pitch = stridesOf(sizes);
  const [taps, places] = [indicesOf(kernel), indicesOf(windows)];
  const table = new Int32Array(taps.length * places.length);
  for (const [tap, offset] of taps.entries()) {
    for (const [place, window] of places.entries()) {
      let position = 0;
      for (let axis = 0; axis < sizes.length && position >= 0; axis++) {
        const index = at(window, axis) * at(strides, axis) + at(offset, axis) * at(dilations, axis) - at(before, axis);
        position = index < 0 || index >= at(sizes, axis) ? -1 : position + index * at(pitch, axis);
      }
      table[tap * places.length + place] = position;
    }
  }
  return table;
}

/** Every index of a shape, in row-major order. */
function indicesOf(dims: readonly number[]): number[][] {
  return dims.reduce<number[][]>(
    (list, size) => list.flatMap((head) => range(size).map((index) => [...head, index])),
    [[]],
  );
}

function conv(operands: Operands): RealTensor[] {
  const [x, w] = [inputAt(operands, 0), inputAt(operands, 1)];
  const [batch = 0, channels = 0, ...sizes] = x.dims;
  const [filters = 0, depth = 0, ...kernel] = w.dims;
  const group = intOf(operands, 'group', 1);
  const geometry = geometryOf(operands, sizes, kernel);
  const table = positionsUnder(geometry);
  const [pixels, places, taps] = [sizeOf(sizes), sizeOf(geometry.windows), sizeOf(kernel)];
  const result = new Float64Array(batch * filters * places);
  const own = filters / group;
  const columns = new Float64Array(depth * taps * places);
  for (let image = 0; image < batch; image++) {
    for (let part = 0; part < group; part++) {
      for (let channel = 0; channel < depth; channel++) {
        const from = (image * channels + part * depth + channel) * pixels;
        for (let entry = 0; entry < table.length; entry++) {
          const position = table[entry] as number;
          columns[channel * table.length + entry] = position < 0 ? 0 : (x.data[from + position] as number);
        }
      }
      const start = (image * filters + part * own) * places;
      const weights = w.data.subarray(part * own * depth * taps, (part + 1) * own * depth * taps);
      multiplyAdd(result.subarray(start, start + own * places), weights, columns, [own, depth * taps, places]);
    }
  }
  return [withBias(operands, tensor(x.type, [batch, filters, ...geometry.windows], result))];
}

function withBias(operands: Operands, { type, dims, data }: RealTensor): RealTensor {
  const bias = operands.inputs[2]?.data;
  if (bias === undefined) return { type, dims, data };
  const places = sizeOf(dims.slice(2));
  return tensor(
    type,
    dims,
    data.map((value, index) => value + (bias[Math.floor(index / places) % bias.length] as number)),
  );
}

/** The transpose of a convolution from the result's spatial shape to the input's: products are added where it would read. */
function convTranspose(operands: Operands): RealTensor[] {
  const [x, w] = [inputAt(operands, 0), inputAt(operands, 1)];
  const [batch = 0, channels = 0, ...sizes] = x.dims;
  const [, filters = 0, ...kernel] = w.dims;
  const group = intOf(operands, 'group', 1);
  const ones = sizes.map(() => 1);
  const strides = intsOf(operands, 'strides') ?? ones;
  const dilations = intsOf(operands, 'dilations') ?? ones;
  const pads = intsOf(operands, 'pads') ?? [...ones, ...ones].fill(0);
  const extra = intsOf(operands, 'output_padding') ?? [];
  const spatial = sizes.map((size, axis) => {
    const reach = (at(kernel, axis) - 1) * at(dilations, axis) + 1;
    return at(strides, axis) * (size - 1) + at(extra, axis) + reach - at(pads, axis) - at(pads, axis + sizes.length);
  });
  const [before, after] = [pads.slice(0, sizes.length), pads.slice(sizes.length)];
  const table = positionsUnder({ sizes: spatial, kernel, strides, dilations, before, after, windows: sizes });
  const [pixels, places, taps] = [sizeOf(spatial), sizeOf(sizes), sizeOf(kernel)];
  const result = new Float64Array(batch * filters * group * pixels);
  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < channels; channel++) {
      const part = Math.floor(channel / (channels / group));
      const from = (image * channels + channel) * places;
      for (let filter = 0; filter < filters; filter++) {
        const to = ((image * group + part) * filters + filter) * pixels;
        for (let entry = 0; entry < table.length; entry++) {
          const position = table[entry] as number;
          if (position < 0) continue;
          const weight = w.data[(channel * filters + filter) * taps + Math.floor(entry / places)] as number;
          result[to + position] =
            (result[to + position] as number) + weight * (x.data[from + (entry % places)] as number);
        }
      }
    }
  }
  return [withBias(operands, tensor(x.type, [batch, filters * group, ...spatial], result))];
}

function maxPool(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const sizes = dims.slice(2);
  const geometry = geometryOf(operands, sizes, intsOf(operands, 'kernel_shape') ?? []);
  const table = positionsUnder(geometry);
  const [pixels, places] = [sizeOf(sizes), sizeOf(geometry.windows)];
  const planes = (dims[0] ?? 0) * (dims[1] ?? 0);
  const columnMajor = intOf(operands, 'storage_order', 0) !== 0;
  const result = new Float64Array(planes * places).fill(Number.NEGATIVE_INFINITY);
  const indices = new Float64Array(result.length);
  for (let plane = 0; plane < planes; plane++) {
    for (let entry = 0; entry < table.length; entry++) {
      const position = table[entry] as number;
      const target = plane * places + (entry % places);
      if (position < 0 || !((data[plane * pixels + position] as number) > (result[target] as number))) continue;
      result[target] = data[plane * pixels + position] as number;
      indices[target] = plane * pixels + (columnMajor ? columnMajorOf(position, sizes) : position);
    }
  }
  const shape = [...dims.slice(0, 2), ...geometry.windows];
  return [tensor(type, shape, result), tensor('int64', shape, indices)];
}

function columnMajorOf(position: number, sizes: readonly number[]): number {
  let [rest, result] = [position, 0];
  for (const [axis, stride] of stridesOf(sizes).entries()) {
    result += Math.floor(rest / stride) * sizeOf(sizes.slice(0, axis));
    rest %= stride;
  }
  return result;
}

function averagePool(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const sizes = dims.slice(2);
  const geometry = geometryOf(operands, sizes, intsOf(operands, 'kernel_shape') ?? []);
  const table = positionsUnder(geometry);
  // With pads counted, the windows see a larger plane; what lies even beyond its pads never counts.
  const { before, after } = geometry;
  const padded = sizes.map((size, axis) => size + at(before, axis) + at(after, axis));
  const counted =
    intOf(operands, 'count_include_pad', 0) === 0
      ? table
      : positionsUnder({ ...geometry, sizes: padded, before: sizes.map(() => 0) });
  const [pixels, places] = [sizeOf(sizes), sizeOf(geometry.windows)];
  const planes = (dims[0] ?? 0) * (dims[1] ?? 0);
  const counts = new Float64Array(places);
  for (const [entry, position] of counted.entries())
    if (position >= 0) counts[entry % places] = (counts[entry % places] as number) + 1;
  const result = new Float64Array(planes * places);
  for (let plane = 0; plane < planes; plane++) {
    for (let entry = 0; entry < table.length; entry++) {
      const position = table[entry] as number;
      const target = plane * places + (entry % places);
      if (position >= 0) result[target] = (result[target] as number) + (data[plane * pixels + position] as number);
    }
  }
  const averages = result.map((value, index) => value / (counts[index % places] as number));
  return [tensor(type, [...dims.slice(0, 2), ...geometry.windows], averages)];
}

/** Convolutions and pooling over `[batch, channel, …]`. */
export const WINDOWS: Readonly<Record<string, Operator>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: averagePool,
};
