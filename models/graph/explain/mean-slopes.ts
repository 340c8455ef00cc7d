import * as tf from '@tensorflow/tfjs-core';
import { applyScoreMap, scoreMapSlope } from '../back-ends/score-map.js';
import type { Weights } from '../weights.js';

/** Steps below this share of a piece's mean width are taken for none: their quotient would be rounding. */
const LEAST_STEP = 1e-3;

/**
 * The mean slope of a piecewise-linear map between neighbouring scores, `[P, K + 1]` → `[P, K]`: how much the map rises over how
 * far the score moves, which no kink in between disturbs. Where the score hardly moves, the slope where it stands.
 *
 * @param weights of `scoreMapWeights`
 */
export function meanSlopes(weights: Weights, scores: tf.Tensor): tf.Tensor {
  const [from, to] = neighbours(scores);
  const step = tf.sub(to, from);
  if (weights.width === undefined) {
    return tf.zerosLike(step);
  }
  const [low, high] = neighbours(applyScoreMap(weights, scores));
  const moved = tf.greater(tf.abs(step), tf.mul(tf.mean(weights.width), LEAST_STEP));
  const quotient = tf.div(tf.sub(high, low), tf.where(moved, step, tf.onesLike(step)));
  return tf.where(moved, quotient, scoreMapSlope(weights, tf.mul(tf.add(from, to), 0.5)));
}

/** All but the last column, and all but the first. */
function neighbours(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const steps = (x.shape[1] as number) - 1;
  return [tf.slice(x, [0, 0], [-1, steps]), tf.slice(x, [0, 1], [-1, steps])];
}
