import * as tf from '@tensorflow/tfjs-core';

/** The Euclidean norm of all gradients together, and the gradients scaled down so that it is at most `limit` (Pascanu et al. 2013). */
export function clipByGlobalNorm(
  gradients: readonly tf.Tensor[],
  limit: tf.Scalar,
): { readonly clipped: readonly tf.Tensor[]; readonly norm: tf.Scalar } {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares)) as tf.Scalar;
  const factor = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1);
  return { clipped: gradients.map((gradient) => tf.mul(gradient, factor)), norm };
}
