import * as tf from '@tensorflow/tfjs-core';

/** Sigmoid linear unit, `x · σ(x)` (Elfwing et al. 2018), also called swish. */
export function silu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(x));
}
