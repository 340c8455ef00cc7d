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
  /** `x [B, L]` → `[B, L]`. Every division is guarded: an all-zero row gives finite numbers. */
  apply(x: Tensor, step: Step, weights: Weights): Tensor;
}

/** Added to or put under a divisor, so that an empty row divides by something. */
export const TINY = 1e-12;
