import * as tf from '@tensorflow/tfjs-core';

/** ln(2/√π): the constant of the error function's derivative, as an exponent. */
const LOG_SLOPE = Math.log(2 / Math.sqrt(Math.PI));

/**
 * Gaussian error linear unit, `x Φ(x)` (Hendrycks & Gimpel 2016), exact; the error function is shared with the gradient.
 *
 * In u = x/√2 it is u (1 + erf u)/√2, and its slope (1 + erf u + u · 2/√π · exp(−u²))/2. All other numbers stand before or
 * after a product of matrices and become factors of that, so that fewer passes over the rows are left.
 */
export const gelu = tf.customGrad((input, save) => {
  const u = tf.mul(input as tf.Tensor, Math.SQRT1_2);
  const twice = tf.add(tf.erf(u), 1);
  (save as tf.GradSaveFunc)([u, twice]);
  return {
    value: tf.mul(tf.mul(u, twice), Math.SQRT1_2),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedU, savedTwice] = saved as [tf.Tensor, tf.Tensor];
      const density = tf.exp(tf.sub(LOG_SLOPE, tf.square(savedU)));
      return tf.mul(tf.mul(dy, 0.5), tf.add(savedTwice, tf.mul(savedU, density)));
    },
  };
}) as (x: tf.Tensor) => tf.Tensor;
