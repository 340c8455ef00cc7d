import * as tf from '@tensorflow/tfjs-core';

/** The least square of a length that is divided by; above what a GPU may take for 0. */
const LEAST = 1e-30;

/** Rows `[B, E]` brought to length 1, however short they are (spectra of a sum of 1 are); a zero row stays zero. */
export function unitLength(x: tf.Tensor): tf.Tensor {
  return tf.div(x, lengthOf(x));
}

/** The lengths of rows, `[B, E]` → `[B, 1]`, as something to divide by: never 0. */
export function lengthOf(x: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.maximum(tf.sum(tf.square(x), -1, true), LEAST));
}
