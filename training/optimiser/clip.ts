import * as tf from '@tensorflow/tfjs-core';

/**
 * Clipping by global norm (Pascanu et al. 2013): the Euclidean norm of all gradients together, and the factor that scales
 * them down so that it is at most `limit`.
 *
 * The factor is handed on and not multiplied in, since the optimiser scales gradients anyway.
 */
export function clipByGlobalNorm(
  gradients: readonly tf.Tensor[],
  limit: tf.Scalar,
): { readonly factor: tf.Scalar; readonly norm: tf.Scalar } {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares)) as tf.Scalar;
  return { factor: tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1), norm };
}
