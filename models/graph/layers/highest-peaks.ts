import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from './stop-gradient.js';
import { takeAt } from './take-at.js';
import { topKMask } from './top-k-gate.js';

/** Keeps a row of equal numbers from being divided by 0; far below the variance of any other. */
const LEAST_VARIANCE = 1e-12;

/** The highest peaks of spectra, in the order of the axis. */
export interface Peaks {
  /** Their bins, whole numbers as float32, `[B, K]`; no gradient flows through them. */
  readonly bins: tf.Tensor;
  /** Their heights in standard deviations of the row's numbers above its mean `[B, K]`. */
  readonly heights: tf.Tensor;
  /** How far they rise above the higher of their two neighbours, in the same unit `[B, K]`. */
  readonly rises: tf.Tensor;
  /** How much each counts, 0 to 1, `[B, K]`: 0 for the least of them, and for what is no peak. */
  readonly weights: tf.Tensor;
}

/**
 * The `count` highest peaks of each spectrum, x `[B, L]` with L ≥ count + 2.
 *
 * A peak's rise, `min(xᵢ − xᵢ₋₁, xᵢ − xᵢ₊₁)`, is above 0 where a maximum is and nowhere else, and is continuous in x, which
 * its being a maximum is not. So peaks are chosen by their rise, and counted by how far it is above that of the least of
 * them (d / (1 + d)): whoever is chosen by a hair, on one runtime and not on another, weighs nothing. Fewer maxima than
 * `count` leave places for bins that are none, which weigh nothing too.
 */
export function highestPeaks(x: tf.Tensor, count: number): Peaks {
  const length = x.shape[1] as number;
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const z = tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), LEAST_VARIANCE)));
  const from = (start: number, size: number) => tf.slice(z, [0, start], [-1, size]);
  const inner = from(1, length - 2);
  const rise = tf.minimum(tf.sub(inner, from(0, length - 2)), tf.sub(inner, from(2, length - 2)));
  // By value and not by index, which WebGPU lacks: marked bins numbered from the end, the largest first, are in order.
  const places = stopGradient((scores) => {
    const fromTheEnd = tf.range(length - 2, 0, -1);
    return tf.sub(length - 2, tf.topk(tf.mul(topKMask(scores, count), fromTheEnd), count).values);
  }, rise);
  const rises = takeAt(rise, places);
  const excess = tf.relu(tf.sub(rises, tf.relu(tf.min(rises, 1, true))));
  return {
    bins: tf.add(places, 1),
    heights: takeAt(inner, places),
    rises,
    weights: tf.div(excess, tf.add(excess, 1)),
  };
}
