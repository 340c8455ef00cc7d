import * as tf from '@tensorflow/tfjs-core';

/** The sum of the squares of a square matrix's elements beside the diagonal. */
export function squaredOffDiagonal(matrix: tf.Tensor): tf.Scalar {
  const width = matrix.shape[0] as number;
  return tf.sum(tf.square(tf.mul(matrix, tf.sub(1, tf.eye(width))))) as tf.Scalar;
}
