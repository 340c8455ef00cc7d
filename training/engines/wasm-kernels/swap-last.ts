import * as tf from '@tensorflow/tfjs-core';

/** A matrix or a stack of them, transposed in memory. */
export function swapLast(x: tf.Tensor): tf.Tensor {
  const { rank } = x;
  return tf.transpose(
    x,
    x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
  );
}
