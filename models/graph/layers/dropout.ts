import * as tf from '@tensorflow/tfjs-core';

/**
 * Dropout (Srivastava et al. 2014): what the mask takes away becomes 0, the rest is divided by `1 − rate`, so that the mean stays.
 *
 * @param mask of booleans, in the shape of x, false with probability `rate`; without one x is left as it is
 */
export function dropout(x: tf.Tensor, mask: tf.Tensor | undefined, rate: number): tf.Tensor {
  return mask === undefined ? x : tf.mul(x, tf.mul(tf.cast(mask, 'float32'), 1 / (1 - rate)));
}
