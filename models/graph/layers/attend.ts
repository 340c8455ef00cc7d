import * as tf from '@tensorflow/tfjs-core';

/**
 * Scaled dot-product attention (Vaswani et al. 2017, equation 1): `softmax(q kᵀ/√d) v` over `[B, H, T, d]`.
 *
 * Its gradient takes the sums that softmax needs from the result, Σ dP ∘ P = Σ do ∘ o (Dao et al. 2022, "FlashAttention"),
 * which is smaller than the affinities, and makes dq, dk and dv transposed: as rows of features they are what the gradients of
 * weights want, and the affinities need not be.
 *
 * Over one key the softmax is 1 whatever the affinity. There the gradients of q and k are exactly 0, and not what two ways of rounding
 * the same sum leave, of which an optimiser that divides by the gradient's size would make whole steps.
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
  const dAffinities = affinityGradients(dy, v, probabilities, mixed);
  return [
    swapped(tf.mul(tf.matMul(k, dAffinities, true, true), scale)),
    swapped(tf.mul(tf.matMul(q, dAffinities, true, false), scale)),
    swapped(tf.matMul(dy, probabilities, true, false)),
  ];
}

function affinityGradients(dy: tf.Tensor, v: tf.Tensor, probabilities: tf.Tensor, mixed: tf.Tensor): tf.Tensor {
  if (probabilities.shape.at(-1) === 1) {
    // Made of what there is: a constant could not be as long as an open batch.
    return tf.sub(probabilities, probabilities);
  }
  const along = tf.sum(tf.mul(dy, mixed), -1, true);
  return tf.mul(probabilities, tf.sub(tf.matMul(dy, v, false, true), along));
}
