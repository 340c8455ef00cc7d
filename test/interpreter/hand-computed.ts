import type { Attribute, Graph } from '@spectrosim/export';
import type { ElementType, TensorValue } from '@spectrosim/models';

/** An operator applied to small tensors, with the result worked out by hand. */
export interface HandComputed {
  readonly op: string;
  readonly inputs: readonly TensorValue[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly expected: { readonly type: ElementType; readonly dims: readonly number[]; readonly data: readonly number[] };
}

const float = (dims: readonly number[], ...data: number[]): TensorValue => ({
  type: 'float32',
  dims,
  data: Float32Array.from(data),
});
const int64 = (dims: readonly number[], ...data: number[]): TensorValue => ({
  type: 'int64',
  dims,
  data: BigInt64Array.from(data, BigInt),
});
const bool = (dims: readonly number[], ...data: number[]): TensorValue => ({
  type: 'bool',
  dims,
  data: Uint8Array.from(data),
});

const hand = (
  op: string,
  inputs: readonly TensorValue[],
  type: ElementType,
  dims: readonly number[],
  data: readonly number[],
  attributes: Readonly<Record<string, Attribute>> = {},
): HandComputed => ({ op, inputs, attributes, expected: { type, dims, data } });

const pair = [float([3], 1, 2, 3), float([], 2)];
const flags = [bool([4], 0, 0, 1, 1), bool([4], 0, 1, 0, 1)];
const matrix = float([2, 3], 1, 2, 3, 4, 5, 6);

/** Adds what is carried to itself for as long as it is less than 10. */
const doubling: Graph = {
  name: 'doubling',
  inputs: [
    { name: 'iteration', type: 'int64', dims: [] },
    { name: 'begun', type: 'bool', dims: [] },
    { name: 'carried', type: 'float32', dims: [1] },
  ],
  outputs: [
    { name: 'less', type: 'bool', dims: [] },
    { name: 'doubled', type: 'float32', dims: [1] },
  ],
  initializers: { ten: float([], 10), none: int64([0]) },
  nodes: [
    { op: 'Add', name: 'add', inputs: ['carried', 'carried'], outputs: ['doubled'], attributes: {} },
    { op: 'Reshape', name: 'number', inputs: ['doubled', 'none'], outputs: ['number'], attributes: {} },
    { op: 'Less', name: 'compare', inputs: ['number', 'ten'], outputs: ['less'], attributes: {} },
  ],
  metadata: {},
};

/** Operators that the backend tests at hand do not cover (some also in the forms this project needs). */
export const HAND_COMPUTED: readonly HandComputed[] = [
  hand('Equal', pair, 'bool', [3], [0, 1, 0]),
  hand('Greater', pair, 'bool', [3], [0, 0, 1]),
  hand('Less', pair, 'bool', [3], [1, 0, 0]),
  hand('GreaterOrEqual', pair, 'bool', [3], [0, 1, 1]),
  hand('LessOrEqual', pair, 'bool', [3], [1, 1, 0]),
  hand('And', flags, 'bool', [4], [0, 0, 0, 1]),
  hand('Or', flags, 'bool', [4], [0, 1, 1, 1]),
  hand('Not', [bool([2], 0, 1)], 'bool', [2], [1, 0]),
  hand('Sign', [float([3], -2, 0, 0.5)], 'float32', [3], [-1, 0, 1]),
  hand('Reciprocal', [float([2], -4, 0.5)], 'float32', [2], [-0.25, 2]),
  hand('Sin', [float([2], 0, 0.5)], 'float32', [2], [0, 0.479425538604203]),
  hand('Cos', [float([2], 0, 0.5)], 'float32', [2], [1, 0.8775825618903728]),
  hand('Floor', [float([3], -1.5, 1.5, 2)], 'float32', [3], [-2, 1, 2]),
  // x·Φ(x), with Φ(1) = 0.84134474606854293 and Φ(−2) = 0.022750131948179195.
  hand('com.microsoft.Gelu', [float([3], 0, 1, -2)], 'float32', [3], [0, 0.841344746068543, -0.04550026389635839]),
  // 0.5 · m mᵀ, then 2 · mᵀ m.
  hand('com.microsoft.FusedMatMul', [matrix, matrix], 'float32', [2, 2], [7, 16, 16, 38.5], {
    transB: { int: 1 },
    alpha: { float: 0.5 },
  }),
  hand('com.microsoft.FusedMatMul', [matrix, matrix], 'float32', [3, 3], [34, 44, 54, 44, 58, 72, 54, 72, 90], {
    transA: { int: 1 },
    alpha: { float: 2 },
  }),
  // Two batches against one shared matrix.
  hand(
    'com.microsoft.FusedMatMul',
    [float([2, 1, 2], 1, 2, 3, 4), float([1, 2, 2], 1, 0, 1, 1)],
    'float32',
    [2, 1, 2],
    [1, 3, 3, 7],
    { transB: { int: 1 } },
  ),
  hand('Elu', [float([3], -1, 0, 2)], 'float32', [3], [Math.exp(-1) - 1, 0, 2]),
  hand('Elu', [float([2], -1, 3)], 'float32', [2], [2 * (Math.exp(-1) - 1), 3], { alpha: { float: 2 } }),
  hand('Tile', [matrix, int64([2], 1, 2)], 'float32', [2, 6], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]),
  hand('GatherElements', [matrix, int64([2, 2], 2, 0, -1, 1)], 'float32', [2, 2], [3, 1, 6, 5], { axis: { int: 1 } }),
  hand('GatherElements', [matrix, int64([1, 3], 1, 0, 1)], 'float32', [1, 3], [4, 2, 6]),
  hand('GatherND', [matrix, int64([2, 2], 0, 2, 1, -3)], 'float32', [2], [3, 4]),
  hand('GatherND', [matrix, int64([3, 1], 1, 0, 1)], 'float32', [3, 3], [4, 5, 6, 1, 2, 3, 4, 5, 6]),
  hand('GatherND', [matrix, int64([2, 1], 2, 0)], 'float32', [2], [3, 4], { batch_dims: { int: 1 } }),
  hand(
    'ScatterElements',
    [matrix, int64([2, 1], 2, 0), float([2, 1], 10, 20)],
    'float32',
    [2, 3],
    [1, 2, 10, 20, 5, 6],
    { axis: { int: 1 } },
  ),
  hand(
    'ScatterElements',
    [matrix, int64([2, 3], 1, 0, 1, 1, 1, -2), float([2, 3], 10, 10, 10, 1, 1, 1)],
    'float32',
    [2, 3],
    [1, 12, 4, 15, 6, 16],
    { reduction: { string: 'add' } },
  ),
  hand('ScatterElements', [float([2], 3, 5), int64([3], 0, 0, 1), float([3], 2, 4, 10)], 'float32', [2], [24, 50], {
    reduction: { string: 'mul' },
  }),
  hand(
    'OneHot',
    [int64([3], 0, -1, 5), int64([], 3), float([2], 0, 1)],
    'float32',
    [3, 3],
    [1, 0, 0, 0, 0, 1, 0, 0, 0],
  ),
  hand('OneHot', [int64([2], 1, 0), int64([1], 2), float([2], -1, 4)], 'float32', [2, 2], [-1, 4, 4, -1], {
    axis: { int: 0 },
  }),
  hand('CumSum', [matrix, int64([], 1)], 'float32', [2, 3], [1, 3, 6, 4, 9, 15]),
  hand('CumSum', [matrix, int64([], 0)], 'float32', [2, 3], [1, 2, 3, 5, 7, 9]),
  hand('CumSum', [matrix, int64([], -1)], 'float32', [2, 3], [5, 3, 0, 11, 6, 0], {
    exclusive: { int: 1 },
    reverse: { int: 1 },
  }),
  hand('ReduceProd', [matrix], 'float32', [2], [6, 120], { axes: { ints: [-1] }, keepdims: { int: 0 } }),
  hand('ReduceMin', [matrix], 'float32', [1, 3], [1, 2, 3], { axes: { ints: [0] } }),
  hand('ReduceMin', [matrix], 'float32', [], [1], { keepdims: { int: 0 } }),
  // Each input adds its multiple of the kernel (1, 10, 100) at its place times the stride.
  hand(
    'ConvTranspose',
    [float([1, 1, 3], 1, 2, 3), float([1, 1, 3], 1, 10, 100)],
    'float32',
    [1, 1, 7],
    [1, 10, 102, 20, 203, 30, 300],
    {
      strides: { ints: [2] },
    },
  ),
  hand(
    'ConvTranspose',
    [float([1, 1, 3], 1, 2, 3), float([1, 1, 3], 1, 10, 100)],
    'float32',
    [1, 1, 5],
    [10, 102, 20, 203, 30],
    {
      strides: { ints: [2] },
      pads: { ints: [1, 1] },
    },
  ),
  hand(
    'ConvTranspose',
    [float([1, 1, 2], 1, 2), float([1, 1, 2], 1, 10), float([1], 0.5)],
    'float32',
    [1, 1, 5],
    [1.5, 0.5, 12.5, 0.5, 20.5],
    {
      strides: { ints: [2] },
      dilations: { ints: [2] },
    },
  ),
  hand('Shape', [matrix], 'int64', [2], [2, 3]),
  hand('Shape', [matrix], 'int64', [1], [3], { start: { int: -1 } }),
  hand('Loop', [int64([], 2), bool([], 1), float([1], 3)], 'float32', [1], [12], { body: { graph: doubling } }),
  hand('Loop', [int64([], 9), bool([], 1), float([1], 3)], 'float32', [1], [12], { body: { graph: doubling } }),
  hand('Loop', [int64([], 9), bool([], 0), float([1], 3)], 'float32', [1], [3], { body: { graph: doubling } }),
];
