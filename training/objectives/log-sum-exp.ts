import * as tf from '@tensorflow/tfjs-core';

/** `log Σ exp` over the last axis, safe for large numbers; its gradient is the softmax. */
export const logSumExp = tf.customGrad((input, save) => {
  const x = input as tf.Tensor;
  const largest = tf.max(x, -1, true);
  const exponentials = tf.exp(tf.sub(x, largest));
  const total = tf.sum(exponentials, -1, true);
  (save as tf.GradSaveFunc)([exponentials, total]);
  return {
    value: tf.squeeze(tf.add(tf.log(total), largest), [-1]),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedExponentials, savedTotal] = saved as [tf.Tensor, tf.Tensor];
      return tf.mul(savedExponentials, tf.div(tf.expandDims(dy, -1), savedTotal));
    },
  };
}) as (x: tf.Tensor) => tf.Tensor;
