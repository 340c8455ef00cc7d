import type { RecipeStep } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostWeights, Weights } from '../weights.js';

/** Rows `[N, L]` on the host, row-major, from which a step learns its statistics. */
export interface Rows {
  readonly count: number;
  readonly bins: number;
  readonly data: Float32Array;
}

/** A preprocessing step as a tfjs function of one batch `[B, L]`, with what it learns from training rows. */
export interface StepDefinition<Step extends RecipeStep> {
  /** Statistics of training rows, as frozen weights. */
  fit?(rows: Rows): HostWeights;
  /** A number added to all bins of a row changes nothing of what comes out. @default never */
  ignoresOffset?(step: Step): boolean;
  /**
   * `x [B, L]` → `[B, L]`. Every division is guarded: an all-zero row gives finite numbers.
   *
   * @param anyOffset the next step ignores a number added to all bins of a row: this one may leave such a number off
   */
  apply(x: Tensor, step: Step, weights: Weights, anyOffset: boolean): Tensor;
}

/** Added to or put under a divisor, so that an empty row divides by something. */
export const TINY = 1e-12;
