import * as tf from '@tensorflow/tfjs-core';

/** Gaussian error linear unit, `x Φ(x)` (Hendrycks & Gimpel 2016), exact; the error function is shared with the gradient. */
export const gelu = tf.customGrad((input, save) => {
  const x = input as tf.Tensor;
  const probability = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
  const keep = save as tf.GradSaveFunc;
  keep([x, probability]);
  return {
    value: tf.mul(x, probability),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedX, savedProbability] = saved as [tf.Tensor, tf.Tensor];
      const density = tf.mul(tf.exp(tf.mul(tf.square(savedX), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.mul(dy, tf.add(savedProbability, tf.mul(savedX, density)));
    },
  };
}) as (x: tf.Tensor) => tf.Tensor;
