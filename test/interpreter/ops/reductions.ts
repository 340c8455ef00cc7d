import { floatOf, inputAt, integersAt, intOf, intsOf, type Operands, type Operator } from '../operator.js';
import {
  axisOf,
  broadcastTo,
  linesOf,
  offsetsOf,
  type RealTensor,
  range,
  sizeOf,
  stridesOf,
  tensor,
} from '../tensor.js';

/** Folds the elements of each group of reduced axes; `mean` divides by their number. */
const reduce =
  (start: number, fold: (total: number, value: number) => number, mean = false): Operator =>
  (operands) => {
    const { type, dims, data } = inputAt(operands, 0);
    const given = integersAt(operands, 1) ?? intsOf(operands, 'axes') ?? [];
    if (given.length === 0 && intOf(operands, 'noop_with_empty_axes', 0) !== 0) return [inputAt(operands, 0)];
    const axes = given.length === 0 ? range(dims.length) : given.map((axis) => axisOf(axis, dims.length));
    const kept = dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const targets = offsetsOf(
      dims,
      stridesOf(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride)),
    );
    const result = new Float64Array(sizeOf(kept)).fill(start);
    for (let index = 0; index < data.length; index++) {
      const target = targets[index] as number;
      result[target] = fold(result[target] as number, data[index] as number);
    }
    if (mean)
      for (let index = 0; index < result.length; index++)
        result[index] = ((result[index] as number) * result.length) / data.length;
    return [
      tensor(
        type,
        intOf(operands, 'keepdims', 1) === 0 ? dims.filter((_, axis) => !axes.includes(axis)) : kept,
        result,
      ),
    ];
  };

function softmax(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const { starts, length, step } = linesOf(dims, axisOf(intOf(operands, 'axis', -1), dims.length));
  const result = new Float64Array(data.length);
  for (const start of starts) {
    const end = start + length * step;
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = start; at < end; at += step) highest = Math.max(highest, data[at] as number);
    let total = 0;
    for (let at = start; at < end; at += step) total += Math.exp((data[at] as number) - highest);
    for (let at = start; at < end; at += step) {
      const shifted = (data[at] as number) - highest;
      result[at] = operands.op === 'Softmax' ? Math.exp(shifted) / total : shifted - Math.log(total);
    }
  }
  return [tensor(type, dims, result)];
}

function layerNormalization(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const axis = axisOf(intOf(operands, 'axis', -1), dims.length);
  const epsilon = floatOf(operands, 'epsilon', 1e-5);
  const width = dims.slice(axis);
  const length = sizeOf(width);
  const scale = broadcastTo(inputAt(operands, 1), width);
  const shift = operands.inputs[2] === undefined ? new Float64Array(length) : broadcastTo(operands.inputs[2], width);
  const kept = dims.map((size, at) => (at < axis ? size : 1));
  const [means, factors] = [new Float64Array(sizeOf(kept)), new Float64Array(sizeOf(kept))];
  const result = new Float64Array(data.length);
  for (let row = 0; row < means.length; row++) {
    const values = data.subarray(row * length, (row + 1) * length);
    const { mean, variance } = momentsOf(values);
    const factor = 1 / Math.sqrt(variance + epsilon);
    means[row] = mean;
    factors[row] = factor;
    for (let at = 0; at < length; at++) {
      result[row * length + at] =
        ((values[at] as number) - mean) * factor * (scale[at] as number) + (shift[at] as number);
    }
  }
  return [tensor(type, dims, result), tensor(type, kept, means), tensor(type, kept, factors)];
}

/** Mean and population variance, in two passes. */
function momentsOf(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

function batchNormalization(operands: Operands): RealTensor[] {
  const { type, dims, data } = inputAt(operands, 0);
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((index) => inputAt(operands, index).data) as Float64Array[];
  const epsilon = floatOf(operands, 'epsilon', 1e-5);
  const momentum = floatOf(operands, 'momentum', 0.9);
  const training = intOf(operands, 'training_mode', 0) !== 0;
  const [batch = 0, channels = 0] = dims;
  const inner = sizeOf(dims.slice(2));
  const result = new Float64Array(data.length);
  const [means, variances] = [new Float64Array(channels), new Float64Array(channels)];
  for (let channel = 0; channel < channels; channel++) {
    const starts = range(batch).map((row) => (row * channels + channel) * inner);
    const values = Float64Array.from(starts.flatMap((from) => Array.from(data.subarray(from, from + inner))));
    const running = { mean: mean?.[channel] ?? 0, variance: variance?.[channel] ?? 1 };
    const used = training ? momentsOf(values) : running;
    means[channel] = momentum * running.mean + (1 - momentum) * used.mean;
    variances[channel] = momentum * running.variance + (1 - momentum) * used.variance;
    const factor = (scale?.[channel] ?? 1) / Math.sqrt(used.variance + epsilon);
    for (const from of starts) {
      for (let at = from; at < from + inner; at++) {
        result[at] = ((data[at] as number) - used.mean) * factor + (shift?.[channel] ?? 0);
      }
    }
  }
  const normalised = tensor(type, dims, result);
  return training ? [normalised, tensor(type, [channels], means), tensor(type, [channels], variances)] : [normalised];
}

const sum = (total: number, value: number): number => total + value;

/** Operators that summarise along axes, and those that normalise by such summaries. */
export const REDUCTIONS: Readonly<Record<string, Operator>> = {
  ReduceSum: reduce(0, sum),
  ReduceMean: reduce(0, sum, true),
  ReduceProd: reduce(1, (total, value) => total * value),
  ReduceSumSquare: reduce(0, (total, value) => total + value * value),
  ReduceMax: reduce(Number.NEGATIVE_INFINITY, Math.max),
  ReduceMin: reduce(Number.POSITIVE_INFINITY, Math.min),
  Softmax: softmax,
  LogSoftmax: softmax,
  LayerNormalization: layerNormalization,
  BatchNormalization: batchNormalization,
};
