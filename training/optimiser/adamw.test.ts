import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../../models/graph/eager.setup.js';
import { adamw, biasCorrections, type Moments } from './adamw.js';

const settings: { learningRate: number; weightDecay: number; gradientFactor?: number } = {
  learningRate: 0.01,
  weightDecay: 0.1,
};
const step = (moments: Moments, gradient: tf.Tensor, t: number, given = settings) => {
  const { firstCorrection, secondCorrection } = biasCorrections(t);
  return adamw(moments, gradient, {
    learningRate: tf.scalar(given.learningRate),
    weightDecay: tf.scalar(given.weightDecay),
    firstCorrection: tf.scalar(firstCorrection),
    secondCorrection: tf.scalar(secondCorrection),
    gradientFactor: tf.scalar(given.gradientFactor ?? 1),
  });
};
const start = (weight: tf.Tensor): Moments => ({
  weight,
  first: tf.zerosLike(weight),
  second: tf.zerosLike(weight),
});

/** torch.optim.AdamW, Algorithm 2 of its documentation, in double precision. */
function torchAdamW(weight: number, gradients: readonly number[], { learningRate, weightDecay } = settings) {
  let [w, m, v] = [weight, 0, 0];
  for (const [i, gradient] of gradients.entries()) {
    const t = i + 1;
    w -= learningRate * weightDecay * w;
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient ** 2;
    w -= (learningRate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
  }
  return { w, m, v };
}

describe('adamw', () => {
  it('takes three steps, by hand', () => {
    // A constant gradient g has m̂ = g and v̂ = g² at every step: w ← w (1 − 0.01 · 0.1) − 0.01 · sign(g).
    let moments = start(floats([1, 2], [1, -2]));
    for (const t of [1, 2, 3]) {
      moments = step(moments, floats([1, 2], [0.5, -3]), t);
    }
    const byHand = (weight: number, sign: number) => {
      const first = weight * 0.999 - 0.01 * sign;
      const second = first * 0.999 - 0.01 * sign;
      return second * 0.999 - 0.01 * sign;
    };
    expectClose(moments.weight, [byHand(1, 1), byHand(-2, -1)], FLOAT32);
    expectClose(moments.first, [0.5 * 0.271, -3 * 0.271], FLOAT32);
  });

  it("is PyTorch's formula for many weights and changing gradients", () => {
    const [count, steps] = [12, 20];
    const weights = normals('weights', count);
    const gradients = Array.from({ length: steps }, (_, t) =>
      normals(`gradient ${t}`, count).map((value) => value * 10 ** ((t % 4) - 2)),
    );
    let moments = start(floats([3, 4], weights));
    for (const [t, gradient] of gradients.entries()) {
      moments = step(moments, floats([3, 4], gradient), t + 1);
    }
    const expected = Array.from(weights, (weight, i) =>
      torchAdamW(
        weight,
        gradients.map((gradient) => gradient[i] as number),
      ),
    );
    expectClose(
      moments.weight,
      expected.map(({ w }) => w),
      FLOAT32_SUMS,
    );
    expectClose(
      moments.first,
      expected.map(({ m }) => m),
      FLOAT32_SUMS,
    );
    expectClose(
      moments.second,
      expected.map(({ v }) => v),
      FLOAT32_SUMS,
    );
  });

  it.each([[[3]], [[]]])('does not decay a weight of shape %j', (dims) => {
    const weight = tf.fill(dims, 2);
    const expected = torchAdamW(2, [0.5], { ...settings, weightDecay: 0 }).w;
    expectClose(step(start(weight), tf.fill(dims, 0.5), 1).weight, Array(weight.size).fill(expected), FLOAT32);
  });

  it('with a gradient factor is what it is with gradients so scaled', () => {
    const [weight, gradient] = [floats([1, 2], [1, -2]), floats([1, 2], [0.5, -3])];
    const { first, second } = step(start(weight), gradient, 1, { ...settings, gradientFactor: 0.25 });
    const scaled = step(start(weight), tf.mul(gradient, 0.25), 1);
    expectClose(first, scaled.first.dataSync(), FLOAT32);
    expectClose(second, scaled.second.dataSync(), FLOAT32);
  });

  it('with gradient 0 moves nothing but the decay', () => {
    expectClose(step(start(floats([1, 1], [4])), floats([1, 1], [0]), 1).weight, [4 * 0.999], FLOAT32);
  });
});

describe('biasCorrections', () => {
  it('are 1 − βᵗ', () => {
    expect(biasCorrections(1).firstCorrection).toBeCloseTo(0.1, 12);
    expect(biasCorrections(1).secondCorrection).toBeCloseTo(0.001, 12);
    expect(biasCorrections(2).firstCorrection).toBeCloseTo(0.19, 12);
  });
});
