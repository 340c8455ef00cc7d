import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, type Weights, weightOf } from '../weights.js';

/** Beyond any score: where a piece of a map has no end. */
const NO_END = 1e30;

/**
 * A piecewise-linear map as weights: where each piece starts, how wide it is, how far it rises, and where it may end.
 *
 * @param knots rising `[K]`, at least one
 * @param values what each becomes, non-decreasing `[K]`
 */
export function scoreMapWeights({
  knots,
  values,
}: {
  readonly knots: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}): HostWeights {
  const single = Float32Array.from(knots);
  const pieces = Array.from({ length: Math.max(0, single.length - 1) }, (_, i) => i).filter(
    // Knots that are one number in single precision have no piece between them.
    (i) => (single[i + 1] as number) > (single[i] as number),
  );
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  const of = (value: (i: number) => number) => hostTensor([pieces.length], (at) => value(pieces[at] as number));
  // As the graph computes it, so that at a knot a piece is whole.
  const width = (i: number) => Math.fround((single[i + 1] as number) - (single[i] as number));
  return {
    base: hostTensor([], () => values[0] as number),
    ...(pieces.length === 0
      ? {}
      : {
          start: of((i) => single[i] as number),
          width: of(width),
          rise: of((i) => (values[i + 1] as number) - (values[i] as number)),
          least: of((i) => (i === first ? -NO_END : 0)),
          most: of((i) => (i === last ? NO_END : width(i))),
        }),
  };
}

/**
 * Scores `[P]` put through a piecewise-linear map with linear tails → `[P]`: the first value, and of each piece the share that
 * lies below the score. No piece falls, so nothing cancels, and the map never falls either.
 *
 * @param weights of {@link scoreMapWeights}
 */
export function applyScoreMap(weights: Weights, scores: tf.Tensor): tf.Tensor {
  const base = weightOf(weights, 'base');
  if (weights.start === undefined) {
    return tf.add(tf.mul(scores, 0), base);
  }
  const beyond = tf.sub(tf.expandDims(scores, -1), weights.start);
  const within = tf.minimum(tf.maximum(beyond, weightOf(weights, 'least')), weightOf(weights, 'most'));
  const shares = tf.div(within, weightOf(weights, 'width'));
  return tf.add(tf.sum(tf.mul(shares, weightOf(weights, 'rise')), -1), base);
}

/** The slope of {@link applyScoreMap} at scores of any shape; at a knot that of the piece below. */
export function scoreMapSlope(weights: Weights, scores: tf.Tensor): tf.Tensor {
  if (weights.start === undefined) {
    return tf.zerosLike(scores);
  }
  const beyond = tf.sub(tf.expandDims(scores, -1), weights.start);
  const within = tf.logicalAnd(
    tf.greater(beyond, weightOf(weights, 'least')),
    tf.lessEqual(beyond, weightOf(weights, 'most')),
  );
  const slopes = tf.div(weightOf(weights, 'rise'), weightOf(weights, 'width'));
  return tf.sum(tf.mul(tf.cast(within, 'float32'), slopes), -1);
}
