import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS } from '../../models/graph/eager.setup.js';
import { byolDecay, byolLoss } from './byol.js';
import {
  cosineOf,
  differencesOf,
  GRADIENT,
  gradientOf,
  type Matrix,
  normalRows,
  numbersOf,
  row,
  tensorOf,
} from './loops.setup.js';

/** Grill et al. 2020, equation 2 and its symmetric counterpart, spectrum by spectrum in double precision. */
function paperLoop(predictions: Matrix, targets: Matrix): number {
  const n = predictions.length / 2;
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += 2 - 2 * cosineOf(row(predictions, i), row(targets, i + n));
    total += 2 - 2 * cosineOf(row(predictions, i + n), row(targets, i));
  }
  return total / n;
}

const [predictions, targets] = [normalRows('predictions', 8, 5), normalRows('targets', 8, 5)];
const loss = (p: Matrix, t: Matrix) => numbersOf(byolLoss(tensorOf(p), tensorOf(t)));

describe('byolLoss', () => {
  it("is the paper's loop, whatever the rows' lengths", () => {
    expectClose(loss(predictions, targets), [paperLoop(predictions, targets)], FLOAT32_SUMS);
    const longer = targets.map((values, i) => values.map((value) => value * (i + 1)));
    expectClose(loss(predictions, longer), [paperLoop(predictions, targets)], FLOAT32_SUMS);
  });

  it.each([
    ['constant', [1, 2], [1, 2], 0],
    ['orthogonal', [1, 2], [-2, 1], 4],
    ['opposite', [1, 2], [-1, -2], 8],
  ])('of %s rows by hand', (_, p, t, expected) => {
    const four = (values: number[]) => Array.from({ length: 4 }, () => values);
    expect(loss(four(p), four(t))[0]).toBeCloseTo(expected, 5);
  });

  it('has the gradient of central differences of the loop', () => {
    const gradient = gradientOf((p) => byolLoss(p, tensorOf(targets)), predictions);
    expectClose(
      gradient,
      differencesOf((p) => paperLoop(p, targets), predictions),
      GRADIENT,
    );
  });

  it('has a gradient of exactly 0 by targets', () => {
    expect(gradientOf((t) => byolLoss(tensorOf(predictions), t), targets)).toEqual(new Array(40).fill(0));
    // Also where both come from one tensor: what is left is the gradient of the predictions.
    const both = gradientOf((x) => byolLoss(x, x), predictions);
    expectClose(
      both,
      gradientOf((p) => byolLoss(p, tensorOf(predictions)), predictions),
      GRADIENT,
    );
  });

  it('of a row of zeros is a number, and so is its gradient', () => {
    const zeros = tf.zeros([4, 3]);
    expect(numbersOf(byolLoss(zeros, zeros)).every(Number.isFinite)).toBe(true);
    expect(numbersOf(tf.grad((p) => byolLoss(p, zeros))(zeros)).every(Number.isFinite)).toBe(true);
  });
});

describe('byolDecay', () => {
  it('begins where it is told, is half way to 1 in the middle, and rises to 1', () => {
    expect(byolDecay(0.996, 1, 200)).toBeCloseTo(0.996, 12);
    expect(byolDecay(0.996, 101, 200)).toBeCloseTo(0.998, 12);
    expect(byolDecay(0.996, 201, 200)).toBe(1);
    const decays = Array.from({ length: 200 }, (_, i) => byolDecay(0.9, i + 1, 200));
    expect(decays.every((decay, i) => i === 0 || decay > (decays[i - 1] as number))).toBe(true);
  });
});
