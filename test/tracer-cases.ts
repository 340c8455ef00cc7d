// tfjs-core alone has no gradients; the union package registers them.
import '@tensorflow/tfjs';
import type { NamedTensors, TensorValue } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { conv1d } from '../models/graph/layers/conv1d.js';
import { layerNorm } from '../models/graph/layers/layer-norm.js';
import { normals } from './eager.setup.js';

/** A function of `x` (and `y`, `z`) that calls a tfjs kernel, with what it is called with. */
export interface TracerCase {
  readonly values: NamedTensors;
  readonly fn: (x: tf.Tensor, y: tf.Tensor, z: tf.Tensor) => tf.Tensor | readonly tf.Tensor[];
}

const floats = (...dims: number[]) => normals('case', ...dims);
const positive = (...dims: number[]): TensorValue => {
  const value = floats(...dims);
  return { ...value, data: value.data.map((number) => 0.1 + Math.abs(number)) };
};
const integers = (dims: number[], data: number[]): TensorValue => ({
  type: 'int32',
  dims,
  data: Int32Array.from(data),
});
const bools = (dims: number[], data: number[]): TensorValue => ({ type: 'bool', dims, data: Uint8Array.from(data) });
/** Numbers with ties and zeros, where comparisons go either way. */
const steps = (...dims: number[]): TensorValue => {
  const value = floats(...dims);
  return { ...value, data: value.data.map(Math.round) };
};

const one = (fn: TracerCase['fn'], x: TensorValue = floats(2, 3)): TracerCase => ({ values: { x }, fn });
const two = (fn: TracerCase['fn'], x: TensorValue = floats(2, 3), y: TensorValue = floats(3)): TracerCase => ({
  values: { x, y },
  fn,
});
const compared = (fn: TracerCase['fn']): TracerCase => ({ values: { x: steps(3, 4), y: { ...steps(4) } }, fn });
const spectrum = (x: tf.Tensor) => x as tf.Tensor4D;

const three = (fn: TracerCase['fn'], x: TensorValue, y: TensorValue, z: TensorValue): TracerCase => ({
  values: { x, y, z },
  fn,
});
type Four = [number, number, number, number];
/** Strides, padding, images and filters of convolutions. */
const GEOMETRIES: readonly [number | [number, number], 'valid' | 'same' | number, Four, Four][] = [
  [1, 'valid', [2, 9, 1, 3], [4, 1, 3, 5]],
  [2, 'valid', [2, 10, 9, 3], [3, 2, 3, 4]],
  [[3, 2], 'same', [1, 11, 8, 2], [3, 4, 2, 3]],
  [2, 1, [3, 6, 8, 1], [3, 3, 1, 2]],
  [3, 'valid', [2, 10, 7, 2], [1, 2, 2, 2]],
];
/** The shape of a convolution's result. */
const convolved = (strides: number | [number, number], pad: 'valid' | 'same' | number, x: Four, filter: Four): Four =>
  tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad).outShape;

/** For every tfjs kernel that can be traced, functions that call it. */
export const TRACER_CASES: Readonly<Record<string, readonly TracerCase[]>> = {
  Add: [
    two((x, y) => tf.add(x, y)),
    two((x, y) => tf.add(x, y), floats(2, 1, 3), floats(4, 1)),
    one((x) => tf.add(x, 0)),
    one((x) => tf.add(tf.zeros([4, 2, 3]), x)),
    two((x, y) => tf.add(x, y), integers([2], [1, 2]), integers([2, 1], [10, 20])),
  ],
  Sub: [two((x, y) => tf.sub(x, y)), one((x) => tf.sub(x, 0)), one((x) => tf.sub(0, x))],
  Multiply: [
    two((x, y) => tf.mul(x, y)),
    one((x) => tf.mul(1, x)),
    one((x) => tf.mul(x, tf.ones([4, 2, 3]))),
    one((x) => tf.add(tf.mul(tf.fill([2, 3], 2), tf.fill([2, 3], 3)), x)),
  ],
  RealDiv: [two((x, y) => tf.div(x, y), floats(2, 3), positive(3)), one((x) => tf.div(x, 1)), one((x) => tf.div(1, x))],
  Maximum: [two((x, y) => tf.maximum(x, y)), one((x) => tf.maximum(x, 0.5))],
  Minimum: [two((x, y) => tf.minimum(x, y)), two((x, y) => tf.minimum(x, y), floats(2, 3), normals('y', 2, 3))],
  Pow: [two((x, y) => tf.pow(x, y), positive(2, 3), floats(3)), one((x) => tf.pow(x, 2))],
  Equal: [compared((x, y) => tf.equal(x, y))],
  NotEqual: [compared((x, y) => tf.notEqual(x, y))],
  Greater: [compared((x, y) => tf.greater(x, y))],
  GreaterEqual: [compared((x, y) => tf.greaterEqual(x, y))],
  Less: [compared((x, y) => tf.less(x, y))],
  LessEqual: [compared((x, y) => tf.lessEqual(x, y))],
  LogicalAnd: [two((x, y) => tf.logicalAnd(x, y), bools([4], [0, 0, 1, 1]), bools([4], [0, 1, 0, 1]))],
  LogicalOr: [two((x, y) => tf.logicalOr(x, y), bools([4], [0, 0, 1, 1]), bools([4], [0, 1, 0, 1]))],
  LogicalNot: [one((x) => tf.logicalNot(x), bools([2], [0, 1]))],
  SquaredDifference: [
    two((x, y) => tf.squaredDifference(x, y)),
    two((x, y) => tf.squaredDifference(x, y), floats(2, 3), normals('y', 2, 3)),
  ],
  AddN: [
    two((x, y) => tf.addN([x, y, x]), floats(2, 3), normals('other', 2, 3)),
    one((x) => tf.addN([x])),
    one((x) => tf.addN(Array.from({ length: 12 }, (_, i) => tf.mul(x, i)))),
  ],
  Abs: [one((x) => tf.abs(x))],
  Neg: [one((x) => tf.neg(x))],
  Exp: [one((x) => tf.exp(x))],
  Log: [one((x) => tf.log(x), positive(2, 3))],
  Sqrt: [one((x) => tf.sqrt(x), positive(2, 3))],
  Reciprocal: [one((x) => tf.reciprocal(x), positive(2, 3))],
  Erf: [one((x) => tf.erf(x))],
  Tanh: [one((x) => tf.tanh(x))],
  Sigmoid: [one((x) => tf.sigmoid(x))],
  Relu: [one((x) => tf.relu(x))],
  Softplus: [one((x) => tf.softplus(x))],
  LeakyRelu: [one((x) => tf.leakyRelu(x, 0.01))],
  Sin: [one((x) => tf.sin(x))],
  Cos: [one((x) => tf.cos(x))],
  Floor: [one((x) => tf.floor(x))],
  Square: [one((x) => tf.square(x))],
  Rsqrt: [one((x) => tf.rsqrt(x), positive(2, 3))],
  Log1p: [
    one((x) => tf.log1p(x), positive(2, 3)),
    // What log(1 + x) would lose, each beside the others: three of them are 0, or a tenth off, by that formula.
    ...[0, 1e-9, -3e-8, 1.2e-7, 5e-5, -0.5, 1e8].map((number) =>
      one((x) => tf.log1p(x), { type: 'float32', dims: [1], data: Float32Array.of(number) }),
    ),
  ],
  Elu: [one((x) => tf.elu(x), floats(3, 4))],
  EluGrad: [two((x, y) => tf.grad((value: tf.Tensor) => tf.elu(value))(x, y), floats(3, 4), normals('dy', 3, 4))],
  Selu: [one((x) => tf.selu(x), floats(3, 4))],
  Relu6: [one((x) => tf.relu6(tf.mul(x, 8)), floats(3, 4))],
  Step: [one((x) => [tf.step(x), tf.step(x, -1), tf.step(x, 0.25)], steps(3, 4))],
  ClipByValue: [one((x) => tf.clipByValue(x, -0.5, 0.5))],
  Select: [
    { values: { x: floats(2, 3), y: normals('y', 2, 3) }, fn: (x, y) => tf.where(tf.greater(x, y), x, y) },
    two((x, y) => tf.where(tf.greater(y, 0), x, tf.zerosLike(x))),
    two((x, y) => tf.where(y, x, tf.square(x)), floats(2, 3), bools([2, 3], [0, 1, 1, 0, 0, 1])),
  ],
  Cast: [
    one((x) => tf.cast(x, 'int32'), { type: 'float32', dims: [5], data: Float32Array.of(1.7, -1.7, 0.2, -0.2, 3) }),
    one((x) => tf.mul(tf.cast(x, 'float32'), x)),
    one((x) => tf.cast(x, 'bool'), steps(3, 4)),
    one((x) => tf.cast(x, 'float32'), integers([3], [-1, 0, 7])),
    one((x) => tf.cast(x, 'float32'), bools([2], [1, 0])),
    one((x) => tf.mul(tf.cast(x, 'float32'), 2), bools([2], [1, 0])),
  ],
  Identity: [one((x) => tf.clone(x))],
  ZerosLike: [one((x) => tf.zerosLike(x)), one((x) => tf.zerosLike(x), integers([2], [5, 6]))],
  OnesLike: [one((x) => tf.onesLike(x)), one((x) => tf.onesLike(x), bools([2], [0, 1]))],
  Fill: [one((x) => [tf.mul(x, tf.fill([2, 3], 2.5)), tf.fill([3, 2], -1), tf.fill([2], 4, 'int32')])],
  Range: [one((x) => [tf.mul(x, tf.range(0, 3)), tf.range(3, 0, -1), tf.range(0, 5, 2, 'int32'), tf.range(2, 2)])],
  Sum: [
    one((x) => [tf.sum(x), tf.sum(x, 1), tf.sum(x, 0, true), tf.sum(x, [-1, 0])], floats(2, 3, 4)),
    one((x) => tf.sum(x, 0), integers([2, 2], [1, 2, 3, 4])),
    one((x) => tf.sum(x, 0), bools([3], [1, 0, 1])),
    one((x) => tf.sum(tf.add(tf.ones([2, 3]), tf.mean(x)))),
  ],
  Mean: [
    one((x) => [tf.mean(x), tf.mean(x, 1), tf.mean(x, -1, true)], floats(2, 3, 4)),
    one((x) => tf.mean(x), integers([4], [1, 2, 3, 4])),
  ],
  Max: [one((x) => [tf.max(x), tf.max(x, 1), tf.max(x, -1, true)], floats(2, 3, 4))],
  Min: [one((x) => [tf.min(x), tf.min(x, 1), tf.min(x, -1, true)], floats(2, 3, 4))],
  Prod: [one((x) => [tf.prod(x), tf.prod(x, 1), tf.prod(x, 0, true)])],
  Softmax: [one((x) => tf.softmax(x), floats(2, 3, 4)), one((x) => tf.softmax(tf.mul(x, 1e4)))],
  Cumsum: [
    // tfjs' cpu backend counts no axis from the end.
    one((x) => [tf.cumsum(x, 1), tf.cumsum(x, 2, true)], floats(2, 3, 4)),
    one((x) => tf.cumsum(x, 1), floats(2, 3)),
    one((x) => [tf.cumsum(x, 2, false, true), tf.cumsum(x, 1, true, true)], floats(2, 3, 4)),
  ],
  UnsortedSegmentSum: [
    two((x, y) => tf.unsortedSegmentSum(x, y as tf.Tensor1D, 3), floats(5, 2, 3), integers([5], [2, 0, 2, 2, 1])),
    two((x, y) => tf.unsortedSegmentSum(x, y as tf.Tensor1D, 5), floats(3, 2), integers([3], [3, 0, 3])),
    two((x, y) => tf.unsortedSegmentSum(x, y as tf.Tensor1D, 2), floats(5), integers([5], [0, -1, 1, 7, 1])),
  ],
  TopK: [
    one((x) => Object.values(tf.topk(x, 2)), floats(3, 5)),
    one((x) => tf.topk(x, 3).values, floats(3, 5)),
    one((x) => tf.topk(x, 3).indices, floats(3, 5)),
  ],
  Reshape: [
    one((x) => tf.reshape(x, [3, -1]), floats(2, 3, 4)),
    one((x) => tf.reshape(x, []), floats(1, 1)),
    one((x) => tf.add(x, tf.reshape(tf.fill([3, 2], 7), [2, 3]))),
    one((x) => tf.reshape(tf.tile(tf.sum(x, 0, true), [2, 1]), [6])),
  ],
  ExpandDims: [one((x) => [tf.expandDims(x, 0), tf.expandDims(x, 1), tf.expandDims(x, -1)])],
  Transpose: [
    one((x) => [tf.transpose(x), tf.transpose(x, [1, 0, 2])], floats(2, 3, 4)),
    one((x) => tf.transpose(x, [1, 0, 2]), floats(1, 3, 4)),
    one((x) => tf.transpose(x, [2, 0, 1]), floats(3, 4, 1)),
    one((x) => tf.transpose(tf.tile(tf.sum(x, 0, true), [2, 1]))),
  ],
  Concat: [
    two((x, y) => [tf.concat([x, y], 0), tf.concat([x, x, y], -1)], floats(2, 3), normals('other', 2, 3)),
    one((x) => tf.concat([x, tf.zeros([2, 2])], 1)),
  ],
  Pack: [
    two((x, y) => [tf.stack([x, y]), tf.stack([x, y], 1), tf.stack([x, y], -1)], floats(2, 3), normals('other', 2, 3)),
  ],
  Unpack: [one((x) => [...tf.unstack(x), ...tf.unstack(x, 1), ...tf.unstack(x, -1)], floats(2, 3, 2))],
  Slice: [
    one((x) => [tf.slice(x, [1, 0], [1, 2]), tf.slice(x, [0, 1], [-1, -1]), tf.slice(x, [1])]),
    one((x) => tf.slice(x, [0, 0], [2, 3])),
    one((x) => tf.add(tf.slice(tf.fill([4, 4], 3), [1, 1], [2, 3]), x)),
  ],
  StridedSlice: [
    one((x) => tf.stridedSlice(x, [0, 1], [2, 7], [1, 2]), floats(2, 7)),
    one((x) => tf.stridedSlice(x, [0, 1], [0, 6], [1, 3], 1, 1), floats(3, 7)),
    one(
      (x) => [tf.stridedSlice(x, [0, 0], [2, 7], [1, 1]), tf.stridedSlice(x, [1, -3], [2, -1], [1, 1], 0, 0, 0, 0, 1)],
      floats(2, 7),
    ),
  ],
  SplitV: [
    one((x) => tf.split(x, 3, 1)),
    one((x) => tf.split(x, [1, 2, 3], -1), floats(2, 6)),
    one((x) => tf.split(x, [1, -1, 2], 1), floats(2, 6)),
  ],
  PadV2: [
    one((x) =>
      tf.pad(
        x,
        [
          [1, 0],
          [0, 2],
        ],
        3,
      ),
    ),
    one((x) =>
      tf.pad(x, [
        [0, 0],
        [0, 0],
      ]),
    ),
    one((x) => tf.pad(x, [[1, 1]]), integers([2], [5, 6])),
  ],
  Tile: [
    one((x) => tf.tile(x, [2, 3])),
    one((x) => [tf.tile(x, [4, 1]), tf.mul(tf.tile(x, [4, 1]), tf.ones([4, 3]))], floats(1, 3)),
    two((x, y) => tf.sub(tf.broadcastTo(y, [2, 3]), x)),
  ],
  Reverse: [one((x) => [tf.reverse(x, 0), tf.reverse(x, [-1, 0]), tf.reverse(x)], floats(2, 3, 4))],
  GatherV2: [
    two((x, y) => [tf.gather(x, y), tf.gather(x, y, 1)], floats(3, 4), integers([2, 2], [2, 0, 1, 1])),
    two((x, y) => tf.gather(x, y, 1, 1), floats(2, 4), integers([2, 3], [3, 0, 3, 1, 1, 2])),
    two((x, y) => tf.gather(x, y, 2, 2), floats(1, 2, 4), integers([1, 2, 1], [3, 0])),
  ],
  BatchMatMul: [
    two((x, y) => tf.matMul(x, y), floats(2, 3), floats(3, 4)),
    two((x, y) => tf.matMul(x, y, true, true), floats(3, 2), floats(4, 3)),
    two((x, y) => tf.matMul(x, y), floats(2, 4, 3), floats(2, 3, 5)),
    two((x, y) => tf.matMul(x, y, false, true), floats(2, 3, 4, 5), normals('other', 2, 3, 4, 5)),
    two((x, y) => tf.matMul(x, y, true, false), floats(2, 4, 3), floats(2, 4, 5)),
    two((x, y) => tf.matMul(x, y), floats(1, 4, 3), floats(5, 3, 2)),
    one((x) => tf.matMul(x, tf.fill([3, 2], 0.5))),
  ],
  _FusedMatMul: [
    {
      values: { x: floats(2, 3), y: floats(3, 4), z: floats(4) },
      fn: (a, b, bias) => tf.fused.matMul({ a, b, bias }),
    },
    {
      values: { x: floats(2, 3), y: floats(4, 3), z: floats(4) },
      fn: (a, b, bias) => tf.fused.matMul({ a, b, bias, transposeB: true }),
    },
    two((a, b) => tf.fused.matMul({ a, b, bias: tf.zeros([4]) }), floats(2, 3), floats(3, 4)),
    {
      values: { x: floats(2, 5, 3), y: floats(2, 3, 4), z: floats(4) },
      fn: (a, b, bias) => tf.fused.matMul({ a, b, bias }),
    },
  ],
  Conv2D: [
    two((x, y) => tf.conv2d(spectrum(x), spectrum(y), 1, 'valid'), floats(2, 9, 1, 3), floats(4, 1, 3, 5)),
    two((x, y) => tf.conv2d(spectrum(x), spectrum(y), 2, 'same'), floats(2, 9, 7, 3), floats(4, 3, 3, 2)),
    two((x, y) => tf.conv2d(spectrum(x), spectrum(y), 1, 'same', 'NHWC', 2), floats(1, 9, 7, 2), floats(3, 3, 2, 2)),
    two((x, y) => tf.conv2d(spectrum(x), spectrum(y), 2, 1), floats(1, 6, 8, 1), floats(3, 3, 1, 1)),
    one((x) => tf.conv2d(spectrum(x), tf.fill([1, 3, 1, 1], 1 / 3) as tf.Tensor4D, 1, 'valid'), floats(2, 1, 8, 1)),
  ],
  Conv2DBackpropInput: GEOMETRIES.map(([strides, pad, x, filter]) =>
    two(
      (dy, y) => tf.grad((image) => tf.conv2d(spectrum(image), spectrum(y), strides, pad))(tf.zeros(x), dy),
      floats(...convolved(strides, pad, x, filter)),
      floats(...filter),
    ),
  ),
  Conv2DBackpropFilter: GEOMETRIES.map(([strides, pad, x, filter]) =>
    two(
      (dy, y) => tf.grad((weights) => tf.conv2d(spectrum(y), spectrum(weights), strides, pad))(tf.zeros(filter), dy),
      floats(...convolved(strides, pad, x, filter)),
      floats(...x),
    ),
  ),
  Conv1D: [
    three((x, weight, bias) => conv1d({ weight, bias }, x), floats(2, 3, 9), floats(4, 3, 5), floats(4)),
    two((x, weight) => conv1d({ weight }, x, { padding: 'same' }), floats(2, 3, 9), floats(4, 3, 2)),
    two((x, weight) => conv1d({ weight }, x, { stride: 2, padding: 1 }), floats(2, 3, 10), floats(4, 3, 3)),
    two((x, weight) => conv1d({ weight }, x, { dilation: 3, padding: [6, 0] }), floats(1, 2, 9), floats(3, 2, 3)),
    two((x, weight) => conv1d({ weight }, x, { stride: 3, dilation: 2 }), floats(2, 1, 12), floats(2, 1, 3)),
    two((x, weight) => conv1d({ weight }, x, { groups: 2, padding: 'same' }), floats(2, 4, 9), floats(6, 2, 3)),
    three(
      (x, weight, bias) => conv1d({ weight, bias }, x, { groups: 4, padding: [3, 0] }),
      floats(2, 4, 9),
      floats(4, 1, 4),
      floats(4),
    ),
    two((x, weight) => conv1d({ weight }, x, { groups: 3, stride: 2 }), floats(2, 3, 9), floats(6, 1, 4)),
  ],
  MaxPool: [
    one((x) => tf.maxPool(spectrum(x), [1, 2], [1, 2], 'valid'), floats(2, 3, 9, 1)),
    one((x) => tf.maxPool(spectrum(x), 3, 2, 'same'), floats(2, 6, 7, 3)),
    one((x) => tf.maxPool(spectrum(x), 3, 1, 1), floats(1, 4, 5, 2)),
  ],
  AvgPool: [
    one((x) => tf.avgPool(spectrum(x), [1, 2], [1, 2], 'valid'), floats(2, 3, 9, 1)),
    one((x) => tf.avgPool(spectrum(x), 3, 2, 'same'), floats(2, 6, 7, 3)),
    one((x) => tf.avgPool(spectrum(x), 3, 1, 1), floats(1, 4, 5, 2)),
  ],
  LayerNorm: [
    {
      values: { x: floats(2, 3, 8), y: floats(8), z: normals('offset', 8) },
      fn: (x, scale, offset) => layerNorm({ scale, offset }, x),
    },
  ],
};
