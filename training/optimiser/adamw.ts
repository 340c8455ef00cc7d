import * as tf from '@tensorflow/tfjs-core';

/** AdamW's decay rates and guard (Loshchilov & Hutter 2019), PyTorch's defaults. */
export const ADAMW = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** One weight with its moments. */
export interface Moments {
  readonly weight: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

/** What changes from step to step: scalars, so that a schedule never retraces the graph. */
export interface AdamWScalars {
  readonly learningRate: tf.Scalar;
  readonly weightDecay: tf.Scalar;
  /** `1 − β₁ᵗ`, computed on the host in double precision. */
  readonly firstCorrection: tf.Scalar;
  /** `1 − β₂ᵗ`. */
  readonly secondCorrection: tf.Scalar;
  /** What gradients are multiplied by before anything else: clipping. */
  readonly gradientFactor: tf.Scalar;
}

/**
 * One AdamW update of one weight. Vectors and scalars (biases, norms) do not decay.
 *
 * What is scalar is multiplied first: every operation left on whole arrays costs a pass over all weights. So the
 * corrections act on the step size and the guard, `(m/c₁) / (√(v/c₂) + ε) = (m / (√v + ε√c₂)) · √c₂/c₁`, and the second
 * moment's term is made of the first one's, `(1 − β₂) g² = ((1 − β₁) g)² · (1 − β₂)/(1 − β₁)²`.
 */
export function adamw({ weight, first, second }: Moments, gradient: tf.Tensor, scalars: AdamWScalars): Moments {
  const { beta1, beta2, epsilon } = ADAMW;
  const { learningRate, weightDecay, firstCorrection, secondCorrection, gradientFactor } = scalars;
  const share = tf.mul(gradient, tf.mul(gradientFactor, 1 - beta1));
  const nextFirst = tf.add(tf.mul(first, beta1), share);
  const nextSecond = tf.add(tf.mul(second, beta2), tf.mul(tf.square(share), (1 - beta2) / (1 - beta1) ** 2));
  const rootCorrection = tf.sqrt(secondCorrection);
  const deviation = tf.add(tf.sqrt(nextSecond), tf.mul(rootCorrection, epsilon));
  const stepSize = tf.div(tf.mul(learningRate, rootCorrection), firstCorrection);
  const kept = weight.rank < 2 ? weight : tf.mul(weight, tf.sub(1, tf.mul(learningRate, weightDecay)));
  const moved = tf.sub(kept, tf.mul(tf.div(nextFirst, deviation), stepSize));
  return { weight: moved, first: nextFirst, second: nextSecond };
}

/** The bias corrections of {@link AdamWScalars} at step `t ≥ 1`, for the host. */
export function biasCorrections(t: number): { readonly firstCorrection: number; readonly secondCorrection: number } {
  return { firstCorrection: 1 - ADAMW.beta1 ** t, secondCorrection: 1 - ADAMW.beta2 ** t };
}
