import '@tensorflow/tfjs';
import type { NamedTensors } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfAttention } from '../models/graph/layers/attention.js';
import { gelu } from '../models/graph/layers/gelu.js';
import { layerNorm } from '../models/graph/layers/layer-norm.js';
import { normalisedDense } from '../models/graph/layers/normalised-dense.js';
import { openEagerBackend } from '../training/engines/eager-backends.js';
import { withBackend } from '../training/engines/with-backend.js';
import { expectSame, type Fn, normals, runEager } from './eager.setup.js';
import { TOLERANCES } from './tolerances.js';
import { TRACER_CASES, type TracerCase } from './tracer-cases.js';

beforeAll(async () => {
  await openEagerBackend('wasm');
});

const onWasm = (fn: Fn, values: NamedTensors) => withBackend('wasm', () => runEager(fn, values));

/** Expects that a function gives on wasm what it gives on tfjs' cpu backend, and leaves nothing behind there. */
function expectWasm(fn: Fn, values: NamedTensors): void {
  onWasm(fn, values);
  const before = tf.memory();
  const got = onWasm(fn, values);
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  expectSame(got, runEager(fn, values), TOLERANCES.operators);
}

const asFn =
  ({ fn }: Pick<TracerCase, 'fn'>): Fn =>
  ({ x, y, z }) => {
    const results = [fn(x as tf.Tensor, y as tf.Tensor, z as tf.Tensor)].flat() as tf.Tensor[];
    return Object.fromEntries(results.map((tensor, i) => [`out${i}`, tensor]));
  };
const isFloat = ({ dtype }: tf.Tensor) => dtype === 'float32';

/** The gradients of a function's float results, weighted by fixed random numbers, with respect to its float inputs. */
function gradientsOf(fn: Fn): Fn {
  return (inputs) => {
    const names = Object.keys(inputs).filter((name) => isFloat(inputs[name] as tf.Tensor));
    const scalar = (...tensors: tf.Tensor[]) => {
      const named = { ...inputs, ...Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor])) };
      const terms = Object.values(fn(named))
        .filter(isFloat)
        .map((y) => tf.sum(tf.mul(y, tf.tensor(normals('upstream', ...y.shape).data, y.shape))));
      return tf.addN(terms) as tf.Scalar;
    };
    const { grads } = tf.valueAndGrads(scalar)(names.map((name) => inputs[name] as tf.Tensor));
    return Object.fromEntries(grads.map((gradient, i) => [names[i] as string, gradient]));
  };
}

/** Whether tfjs itself, on any backend, can differentiate a function. */
function isDifferentiable(fn: Fn, values: NamedTensors): boolean {
  try {
    runEager(gradientsOf(fn), values);
    return true;
  } catch {
    return false;
  }
}

/** Kernels that tfjs does not differentiate: their results are no floats, or it has no rule for them. */
const NEVER = ['Cast', 'Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalNot'].concat([
  'LogicalOr',
  'NotEqual',
  'TopK',
  'EluGrad',
  'StridedSlice',
  'Conv2DBackpropFilter',
  // Of images with several channels tfjs' two backends disagree, so neither is an oracle. The layer has its own gradient.
  'MaxPool',
]);

describe('every kernel that can be traced runs on wasm and gives what tfjs computes in plain JavaScript', () => {
  it.each(Object.entries(TRACER_CASES))('%s', (_, cases) => {
    for (const one of cases) {
      expectWasm(asFn(one), one.values);
    }
  });
});

describe('so does its gradient, where tfjs has one', () => {
  const more: Readonly<Record<string, TracerCase>> = {
    Maximum: { values: { x: normals('x', 2, 3), y: normals('y', 2, 3) }, fn: (x, y) => tf.maximum(x, y) },
    Minimum: { values: { x: normals('x', 2, 3), y: normals('y', 2, 3) }, fn: (x, y) => tf.minimum(x, y) },
    SquaredDifference: {
      values: { x: normals('x', 2, 3), y: normals('y', 2, 3) },
      fn: (x, y) => tf.squaredDifference(x, y),
    },
    Select: {
      values: { x: normals('x', 2, 3), y: { type: 'bool', dims: [2, 3], data: Uint8Array.of(0, 1, 1, 0, 0, 1) } },
      fn: (x, y) => tf.where(y, x, tf.square(x)),
    },
  };

  it.each(Object.entries(TRACER_CASES).filter(([kernel]) => !NEVER.includes(kernel)))('of %s', (kernel, cases) => {
    const differentiable = [...cases, ...(more[kernel] === undefined ? [] : [more[kernel]])].filter((one) =>
      isDifferentiable(asFn(one), one.values),
    );
    expect(differentiable.length).toBeGreaterThan(0);
    for (const one of differentiable) {
      expectWasm(gradientsOf(asFn(one)), one.values);
    }
  });

  const layer: Readonly<Record<string, readonly [Fn, NamedTensors]>> = {
    gelu: [({ x }) => ({ y: gelu(x as tf.Tensor) }), { x: normals('x', 4, 6) }],
    layerNorm: [
      (inputs) => ({ y: layerNorm(inputs, inputs.x as tf.Tensor) }),
      { x: normals('x', 2, 3, 8), scale: normals('scale', 8), offset: normals('offset', 8) },
    ],
    normalisedDense: [
      ({ x, scale, offset, ...layer }) => ({
        y: normalisedDense({ scale: scale as tf.Tensor, offset: offset as tf.Tensor }, layer, x as tf.Tensor),
      }),
      {
        x: normals('x', 2, 3, 4),
        scale: normals('scale', 4),
        offset: normals('offset', 4),
        weight: normals('weight', 4, 5),
        bias: normals('bias', 5),
      },
    ],
    selfAttention: [
      (inputs) => ({ y: selfAttention(inputs, inputs.x as tf.Tensor, 2) }),
      {
        x: normals('x', 2, 4, 6),
        'qkv.weight': normals('qkv', 6, 18),
        'qkv.bias': normals('qkv bias', 18),
        'out.weight': normals('out', 6, 6),
        'out.bias': normals('out bias', 6),
      },
    ],
  };
  it.each(Object.entries(layer))('of the layer %s', (_, [fn, values]) => {
    expectWasm(gradientsOf(fn), values);
  });

  const transposes = [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ] as const;
  it.each(transposes)('of products, left transposed %s, right transposed %s', (left, right) => {
    const matrix = (label: string, turned: boolean, rows: number, columns: number, ...stack: number[]) =>
      normals(label, ...stack, ...(turned ? [columns, rows] : [rows, columns]));
    for (const stack of [[], [2], [2, 3]]) {
      const values = {
        x: matrix('x', left, 4, 3, ...stack),
        y: matrix('y', right, 3, 5, ...stack),
        z: normals('z', 5),
      };
      expectWasm(gradientsOf(asFn({ fn: (x, y) => tf.matMul(x, y, left, right) })), { x: values.x, y: values.y });
      const fused: TracerCase['fn'] = (a, b, bias) =>
        tf.fused.matMul({ a, b, bias, transposeA: left, transposeB: right });
      expectWasm(asFn({ fn: fused }), values);
      expectWasm(gradientsOf(asFn({ fn: fused })), values);
    }
  });

  const convolutions: [string, number | [number, number], number | 'same' | 'valid', number[], number[]][] = [
    ['a spectrum', 1, 'valid', [2, 9, 1, 3], [4, 1, 3, 5]],
    ['stride 2, what is left over', 2, 'valid', [2, 10, 9, 3], [3, 2, 3, 4]],
    ['strides of two kinds', [3, 2], 'same', [1, 11, 8, 2], [3, 4, 2, 3]],
    ['padding by number', 2, 1, [3, 6, 8, 1], [3, 3, 1, 2]],
    ['a stride beyond the filter', 3, 'valid', [2, 10, 7, 2], [1, 2, 2, 2]],
  ];
  it.each(convolutions)('of a convolution: %s', (_, strides, pad, x, filter) => {
    const fn: TracerCase['fn'] = (image, weights) =>
      tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, strides, pad);
    expectWasm(gradientsOf(asFn({ fn })), { x: normals('x', ...x), y: normals('filter', ...filter) });
  });
});

describe('kernels that wasm lacked or did wrongly', () => {
  const ids = (dims: number[], ...data: number[]) => ({ type: 'int32', dims, data: Int32Array.from(data) }) as const;
  const sum =
    (segments: number): TracerCase['fn'] =>
    (x, y) =>
      tf.unsortedSegmentSum(x, y as tf.Tensor1D, segments);

  it.each<[string, NamedTensors, number]>([
    ['rows in any order', { x: normals('x', 5, 2, 3), y: ids([5], 2, 0, 2, 2, 1) }, 3],
    ['a segment without rows', { x: normals('x', 3, 2), y: ids([3], 3, 0, 3) }, 5],
    ['rows of no segment', { x: normals('x', 5, 2), y: ids([5], 0, -1, 1, 7, 1) }, 2],
    ['single numbers', { x: normals('x', 4), y: ids([4], 1, 1, 0, 1) }, 2],
  ])('unsortedSegmentSum: %s', (_, values, segments) => {
    expectWasm(asFn({ fn: sum(segments) }), values);
  });

  it.each([
    ['ij,jk->ik', [2, 3], [3, 4]],
    ['bij,bkj->bik', [2, 3, 4], [2, 5, 4]],
    ['i,i->', [3], [3]],
    ['ij,kl->kjli', [2, 3], [4, 5]],
    ['ijk->kj', [2, 3, 4], undefined],
    ['i,i->i', [3], [3]],
  ] as const)('einsum %s', (equation, x, y) => {
    const fn: TracerCase['fn'] = (a, b) => tf.einsum(equation, ...(y === undefined ? [a] : [a, b]));
    expectWasm(asFn({ fn }), { x: normals('x', ...x), ...(y === undefined ? {} : { y: normals('y', ...y) }) });
  });

  it('einsum ij,j->, by hand: tfjs on its cpu backend forgets the first of two sums', () => {
    const values = {
      x: { type: 'float32', dims: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      y: { type: 'float32', dims: [3], data: Float32Array.of(1, 10, 100) },
    } as const;
    const { out0 } = onWasm(asFn({ fn: (a, b) => tf.einsum('ij,j->', a, b) }), values);
    expect(out0).toEqual({ type: 'float32', dims: [], data: Float32Array.of(321 + 654) });
  });

  it('gather with batches, of rows and of numbers, with axes between', () => {
    const gathered =
      (axis: number, batchDims: number): TracerCase['fn'] =>
      (x, y) =>
        tf.gather(x, y as tf.Tensor1D, axis, batchDims);
    expectWasm(asFn({ fn: gathered(1, 1) }), { x: normals('x', 2, 5, 3), y: ids([2, 3], 4, 0, 4, 1, 1, 2) });
    expectWasm(asFn({ fn: gathered(2, 1) }), { x: normals('x', 3, 2, 5), y: ids([3, 2], 4, 0, 4, 1, 1, 2) });
    expectWasm(asFn({ fn: gathered(2, 2) }), { x: normals('x', 2, 2, 4), y: ids([2, 2, 1], 3, 0, 1, 2) });
    const outside = { x: normals('x', 2, 3), y: ids([2, 1], -1, 0) };
    expect(() => onWasm(asFn({ fn: gathered(1, 1) }), outside)).toThrow(/index value -1 is not in \[0, 2\]/);
  });

  it.each(['relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const)(
    'a stack of fused products with %s',
    (activation) => {
      const values = { x: normals('x', 2, 4, 3), y: normals('y', 2, 3, 5), z: normals('z', 5) };
      const fn: TracerCase['fn'] = (a, b, bias) =>
        tf.fused.matMul({
          a,
          b,
          bias,
          activation,
          leakyreluAlpha: 0.1,
          ...(activation === 'prelu' ? { preluActivationWeights: tf.tensor1d([0.1, 0.2, 0.3, 0.4, 0.5]) } : {}),
        });
      expectWasm(asFn({ fn }), values);
    },
  );
});

it('leaves the backend that was', () => {
  expect(tf.getBackend()).toBe('cpu');
});
