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
}

/** One AdamW update of one weight. Vectors and scalars (biases, norms) do not decay. */
export function adamw({ weight, first, second }: Moments, gradient: tf.Tensor, scalars: AdamWScalars): Moments {
  const { beta1, beta2, epsilon } = ADAMW;
  const nextFirst = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
  const nextSecond = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const deviation = tf.add(tf.sqrt(tf.div(nextSecond, scalars.secondCorrection)), epsilon);
  const stepSize = tf.div(scalars.learningRate, scalars.firstCorrection);
  const moved = tf.sub(weight, tf.mul(tf.div(nextFirst, deviation), stepSize));
  const decayed =
    weight.rank < 2 ? moved : tf.sub(moved, tf.mul(weight, tf.mul(scalars.learningRate, scalars.weightDecay)));
  return { weight: decayed, first: nextFirst, second: nextSecond };
}

/** The host's part of {@link AdamWScalars} at step `t ≥ 1`. */
export function biasCorrections(t: number): { readonly firstCorrection: number; readonly secondCorrection: number } {
  return { firstCorrection: 1 - ADAMW.beta1 ** t, secondCorrection: 1 - ADAMW.beta2 ** t };
}
