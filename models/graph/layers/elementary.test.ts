import '@tensorflow/tfjs';
import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats, normals, tensorsOf } from '../eager.setup.js';
import { cumulativeSum } from './cumulative-sum.js';
import { embedding, initialEmbedding } from './embedding.js';
import { guardedSqrt } from './guarded-sqrt.js';
import { silu } from './silu.js';
import { stopGradient } from './stop-gradient.js';

describe('cumulativeSum', () => {
  const x = floats([2, 3], [1, 2, 3, 10, 20, 30]);
  it('by hand', () => {
    expectClose(cumulativeSum(x), [1, 3, 6, 10, 30, 60], 0);
    expectClose(cumulativeSum(x, { axis: 0 }), [1, 2, 3, 11, 22, 33], 0);
    expectClose(cumulativeSum(x, { exclusive: true }), [0, 1, 3, 0, 10, 30], 0);
    expectClose(cumulativeSum(x, { reverse: true, exclusive: true }), [5, 3, 0, 50, 30, 0], 0);
  });
  it('from the end is, turned round, that from the beginning of what is turned round', () => {
    const many = floats([3, 8], normals('sums', 24));
    const turned = tf.reverse(cumulativeSum(tf.reverse(many, 1), { reverse: true }), 1);
    expectClose(turned, cumulativeSum(many).dataSync(), FLOAT32);
  });
});

it('embedding takes rows of its table', () => {
  const weights = { table: floats([3, 2], [1, 2, 3, 4, 5, 6]) };
  const y = embedding(weights, tf.tensor2d([2, 0, 0, 1], [2, 2], 'int32'));
  expect(y.shape).toEqual([2, 2, 2]);
  expectClose(y, [5, 6, 1, 2, 1, 2, 3, 4], 0);
  expect(tensorsOf(initialEmbedding(createRandom(1, 'table'), 7, 5)).table?.shape).toEqual([7, 5]);
});

it('guardedSqrt is 0 of what is below 0, with finite slopes', () => {
  const x = floats([4], [-1, 0, 1e-30, 9]);
  expectClose(guardedSqrt(x), [0, 0, 1e-15, 3], FLOAT32);
  expectClose(tf.grad(guardedSqrt)(x), [0, 0, 5e14, 1 / 6], FLOAT32);
});

it('silu is x σ(x), by hand', () => {
  // σ(1) = 0.7310586, σ(−2) = 0.1192029.
  expectClose(silu(floats([3], [0, 1, -2])), [0, 0.73105858, -0.23840584], FLOAT32);
});

it('stopGradient lets nothing through, and what has no gradient in', () => {
  const gradient = tf.grad((x) =>
    tf.mul(
      x,
      stopGradient((inner) => tf.topk(inner, 1).values, x),
    ),
  );
  expectClose(gradient(floats([3], [1, 5, 2])), [5, 5, 5], 0);
});
