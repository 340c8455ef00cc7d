import * as tf from '@tensorflow/tfjs-core';

/** Scales rows `[N, E]` to unit length; a zero row stays zero. */
export function l2Normalise(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.rsqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-12)));
}
