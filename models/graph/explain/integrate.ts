import * as tf from '@tensorflow/tfjs-core';
import type { PairBranch, PairScore } from './pair-score.js';

/** Steps of the straight way that gradients are integrated along. */
export const STEPS = 32;

/** Preprocessed spectra of pairs, each `[P, L]`. */
export interface PairPoint {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
}

/** What moving pairs of spectra along a straight way did to their score. */
export interface Integrated {
  /** Each bin's share in what the score gained, both spectra and all branches together `[P, L]`. */
  readonly attributions: tf.Tensor;
  /** The score where the way starts and where it ends `[P]`. */
  readonly from: tf.Tensor;
  readonly to: tf.Tensor;
}

/** How a way is gone. */
export interface WayOptions {
  /** Embeddings that are brought to length 1 have, all along, the length they have at the end. @default false */
  readonly holdLengths?: boolean;
}

/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017, equation 1) of a pair's score, along the straight way of all branches'
 * preprocessed spectra from one point to another: bin i gets Σ over branches of (endᵢ − startᵢ) · mean over the way of ∂score/∂xᵢ.
 *
 * The gradient of each branch's raw score is taken in the middle of every step; the slope of the maps behind it, which are
 * piecewise linear, is their mean over the step. So a quadratic raw score, PLDA's, is integrated exactly, and no kink of a map
 * is missed. What is left over is the curvature of cosines and encoders within a step.
 *
 * @param start one point a branch
 * @param end as many
 */
export function integrate(
  { branches, combine, slopes }: PairScore,
  start: readonly PairPoint[],
  end: readonly PairPoint[],
  { holdLengths = false }: WayOptions = {},
): Integrated {
  const ends = Array.from({ length: STEPS + 1 }, (_, k) => k / STEPS);
  const middles = Array.from({ length: STEPS }, (_, k) => (k + 0.5) / STEPS);
  const ways = branches.map((branch, i) =>
    wayOf(branch, start[i] as PairPoint, end[i] as PairPoint, holdLengths ? 'held' : 'own'),
  );
  const raw = ways.map(({ score, at }) => tf.reshape(score(at(ends), ends.length), [-1, ends.length]));
  const weights = slopes(raw);
  const parts = ways.map(({ score, at, step }, i) => {
    const { a, b } = at(middles);
    const gradients = tf.grads((x: tf.Tensor, y: tf.Tensor) => score({ a: x, b: y }, STEPS));
    const [byA, byB] = gradients([a, b], tf.reshape(weights[i] as tf.Tensor, [-1])) as [tf.Tensor, tf.Tensor];
    const mean = (gradient: tf.Tensor, way: tf.Tensor) =>
      tf.mul(tf.sum(tf.reshape(gradient, [-1, STEPS, way.shape[1] as number]), 1), way);
    return tf.add(mean(byA, step.a), mean(byB, step.b));
  });
  const scores = combine(raw);
  const column = (k: number) => tf.reshape(tf.slice(scores, [0, k], [-1, 1]), [-1]);
  return {
    attributions: parts.reduce((sum, part) => tf.add(sum, part)),
    from: column(0),
    to: column(STEPS),
  };
}

function wayOf(branch: PairBranch, start: PairPoint, end: PairPoint, kind: 'held' | 'own') {
  const step = { a: tf.div(tf.sub(end.a, start.a), STEPS), b: tf.div(tf.sub(end.b, start.b), STEPS) };
  /** Both spectra at shares of the way, those of a pair one after another `[P · n, L]`. */
  const at = (shares: readonly number[]): PairPoint => ({
    a: placed(start.a, end.a, shares),
    b: placed(start.b, end.b, shares),
  });
  const held = kind === 'held' ? branch.lengths?.(end.a) : undefined;
  const score = ({ a, b }: PairPoint, points: number) =>
    branch.score(a, b, held && tf.reshape(tf.mul(held, tf.ones([1, points])), [-1, 1]));
  return { step, at, score };
}

function placed(from: tf.Tensor, to: tf.Tensor, shares: readonly number[]): tf.Tensor {
  const column = tf.tensor(shares as number[], [1, shares.length, 1]);
  const along = tf.mul(tf.expandDims(tf.sub(to, from), 1), column);
  return tf.reshape(tf.add(tf.expandDims(from, 1), along), [-1, from.shape[1] as number]);
}
