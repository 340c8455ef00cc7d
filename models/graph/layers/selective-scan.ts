import * as tf from '@tensorflow/tfjs-core';
import { linearRecurrence } from './linear-recurrence.js';

/** What a selective state space is driven by. Shapes with S numbers of state for each of D channels. */
export interface SelectiveScanInputs {
  /** The tokens `[B, T, D]`. */
  readonly x: tf.Tensor;
  /** Positive step sizes `[B, T, D]`. */
  readonly steps: tf.Tensor;
  /** How fast states decay, negative, `[D, S]`. */
  readonly decay: tf.Tensor;
  /** What enters the state, `[B, T, S]`. */
  readonly input: tf.Tensor;
  /** What is read out of it, `[B, T, S]`. */
  readonly output: tf.Tensor;
}

/**
 * The selective state space of Mamba (Gu & Dao 2023, algorithm 2) without its skip connection, → `[B, T, D]`:
 * `hₜ = exp(Δₜ A) hₜ₋₁ + Δₜ Bₜ xₜ`, `yₜ = Cₜ hₜ`.
 */
export function selectiveScan({ x, steps, decay, input, output }: SelectiveScanInputs): tf.Tensor {
  const tokensFirst = (values: tf.Tensor, axis: number) => tf.expandDims(tf.transpose(values, [1, 0, 2]), axis);
  const sizes = tokensFirst(steps, 3);
  const kept = tf.exp(tf.mul(sizes, decay));
  const entering = tf.mul(tf.mul(sizes, tokensFirst(x, 3)), tokensFirst(input, 2));
  const states = linearRecurrence(kept, entering);
  return tf.transpose(tf.sum(tf.mul(states, tokensFirst(output, 2)), 3), [1, 0, 2]);
}
