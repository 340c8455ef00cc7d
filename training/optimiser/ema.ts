import * as tf from '@tensorflow/tfjs-core';

/**
 * One step of a running mean of a weight: `d · mean + (1 − d) · weight` (Polyak & Juditsky 1992, with exponential weights).
 *
 * @param decay d, a scalar, see {@link emaDecayAt}
 */
export function averaged(mean: tf.Tensor, weight: tf.Tensor, decay: tf.Scalar): tf.Tensor {
  return tf.add(mean, tf.mul(tf.sub(weight, mean), tf.sub(1, decay)));
}

/**
 * The decay at step `t ≥ 1`: it starts low, so that a short training is not averaged with its random start
 * (TensorFlow's `ExponentialMovingAverage` with `num_updates`).
 */
export function emaDecayAt(t: number, decay: number): number {
  return Math.min(decay, (1 + t) / (10 + t));
}
