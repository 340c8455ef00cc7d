import * as tf from '@tensorflow/tfjs-core';

/**
 * Square root of what is above 0, and 0 of the rest, with slope 0 there: the root's own slope at 0 is infinite, and one
 * empty bin would turn the gradient of a whole spectrum into NaN.
 */
export const guardedSqrt = tf.customGrad((input, save) => {
  const root = tf.sqrt(tf.relu(input as tf.Tensor));
  (save as tf.GradSaveFunc)([root]);
  return {
    value: root,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [y] = saved as [tf.Tensor];
      const isPositive = tf.greater(y, 0);
      const slope = tf.div(0.5, tf.where(isPositive, y, tf.onesLike(y)));
      return tf.mul(dy, tf.where(isPositive, slope, tf.zerosLike(y)));
    },
  };
}) as (x: tf.Tensor) => tf.Tensor;
