import * as tf from '@tensorflow/tfjs-core';
import { guardedSqrt } from './guarded-sqrt.js';

/**
 * `x + deviation(x) · correction`, the deviation being that of each row's own numbers: a residual path (He et al. 2016)
 * from the input itself. A correction of 0 leaves x as it is, in whatever unit it comes; a row of equal numbers stays, and has
 * a gradient too.
 *
 * @param x rows `[B, L]`
 * @param correction in units of the row's standard deviation `[B, L]`
 */
export function addResidual(x: tf.Tensor, correction: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const deviation = guardedSqrt(tf.mean(tf.square(centred), -1, true));
  return tf.add(x, tf.mul(correction, deviation));
}
