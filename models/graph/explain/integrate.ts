import * as tf from '@tensorflow/tfjs-core';
import type { PairScore } from './pair-score.js';

/** Steps of the straight way that gradients are integrated along. */
export const STEPS = 32;

/** What moving one spectrum of each pair along a straight way did to the score. */
export interface Integrated {
  /** Each bin's share in what the score gained, all branches together `[P, L]`. */
  readonly attributions: tf.Tensor;
  /** The score where the way starts and where it ends `[P]`. */
  readonly from: tf.Tensor;
  readonly to: tf.Tensor;
}

/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017, equation 1) of a pair's score by one of its spectra, along the straight way
 * of what each branch makes of it: bin i gets Σ over branches of (endᵢ − startᵢ) · mean over the way of ∂score/∂xᵢ.
 *
 * The gradient of each branch's raw score is taken in the middle of every step; the slope of the maps behind it, which are
 * piecewise linear, is their mean over the step. So a quadratic raw score, PLDA's, is integrated exactly within a step, and no kink
 * of a map is missed. What is left over is the curvature of cosines and encoders.
 *
 * @param start preprocessed spectra, a tensor a branch `[P, L]`
 * @param end as many
 * @param other those of the pair that stay `[P, L]`
 */
export function integrate(
  { branches, combine, slopes }: PairScore,
  start: readonly tf.Tensor[],
  end: readonly tf.Tensor[],
  other: readonly tf.Tensor[],
): Integrated {
  const ends = Array.from({ length: STEPS + 1 }, (_, k) => k / STEPS);
  const middles = Array.from({ length: STEPS }, (_, k) => (k + 0.5) / STEPS);
  const ways = branches.map((branch, i) => {
    const [from, to] = [start[i] as tf.Tensor, end[i] as tf.Tensor];
    return {
      score: branch.towards(to, other[i] as tf.Tensor),
      at: (shares: readonly number[]) => placed(from, to, shares),
      step: tf.div(tf.sub(to, from), STEPS),
    };
  });
  const raw = ways.map(({ score, at }) => tf.reshape(score(at(ends), ends.length), [-1, ends.length]));
  const weights = slopes(raw);
  const parts = ways.map(({ score, at, step }, i) => {
    const upstream = tf.reshape(weights[i] as tf.Tensor, [-1]);
    const gradient = tf.grad((x: tf.Tensor) => score(x, STEPS))(at(middles), upstream);
    return tf.mul(tf.sum(tf.reshape(gradient, [-1, STEPS, step.shape[1] as number]), 1), step);
  });
  const scores = combine(raw);
  const column = (k: number) => tf.reshape(tf.slice(scores, [0, k], [-1, 1]), [-1]);
  return {
    attributions: parts.reduce((sum, part) => tf.add(sum, part)),
    from: column(0),
    to: column(STEPS),
  };
}

/** Spectra at shares of the way, those of a pair one after another `[P · n, L]`. */
function placed(from: tf.Tensor, to: tf.Tensor, shares: readonly number[]): tf.Tensor {
  const column = tf.tensor(shares as number[], [1, shares.length, 1]);
  const along = tf.mul(tf.expandDims(tf.sub(to, from), 1), column);
  return tf.reshape(tf.add(tf.expandDims(from, 1), along), [-1, from.shape[1] as number]);
}
