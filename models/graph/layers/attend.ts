import * as tf from '@tensorflow/tfjs-core';

/**
 * Scaled dot-product attention (Vaswani et al. 2017, equation 1): `softmax(q kᵀ/√d) v` over `[B, H, T, d]`.
 *
 * Its gradient takes the sums that softmax needs from the result, Σ dP ∘ P = Σ do ∘ o (Dao et al. 2022, "FlashAttention"),
 * which is smaller than the affinities, and makes dq, dk and dv transposed: as rows of features they are what the gradients of
 * weights want, and the affinities need not be.
 */
export const attend = tf.customGrad((...given) => {
  const [q, k, v, save] = given as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
  const scale = 1 / Math.sqrt(q.shape.at(-1) as number);
  const probabilities = tf.softmax(tf.mul(tf.matMul(q, k, false, true), scale));
  const mixed = tf.matMul(probabilities, v);
  save([q, k, v, probabilities, mixed]);
  return {
    value: mixed,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradients(dy, saved as Saved, scale),
  };
}) as (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => tf.Tensor;

type Saved = [q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, probabilities: tf.Tensor, mixed: tf.Tensor];

function gradients(dy: tf.Tensor, [q, k, v, probabilities, mixed]: Saved, scale: number): tf.Tensor[] {
  const swapped = (x: tf.Tensor) => tf.transpose(x, [0, 1, 3, 2]);
  const along = tf.sum(tf.mul(dy, mixed), -1, true);
  const dAffinities = tf.mul(probabilities, tf.sub(tf.matMul(dy, v, false, true), along));
  return [
    swapped(tf.mul(tf.matMul(k, dAffinities, true, true), scale)),
    swapped(tf.mul(tf.matMul(q, dAffinities, true, false), scale)),
    swapped(tf.matMul(dy, probabilities, true, false)),
  ];
}
