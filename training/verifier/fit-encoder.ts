import type { Axis } from '@spectrosim/models';
import type { HostWeights, Rows } from '@spectrosim/models/graph';

/** An encoder fitted on preprocessed training rows, as graphs hold it. */
export interface FittedEncoder {
  /** Name and hyper-parameters, as `encoderOf` takes them. */
  readonly encoder: { readonly name: string; readonly config: unknown };
  /** Weights of the encoder, without a prefix. */
  readonly weights: HostWeights;
  /** E, the width of its embedding. */
  readonly embedding: number;
  /** Numbers that training changed. */
  readonly parameters: number;
}

/**
 * Fits an encoder on one side of a split.
 *
 * @param rows preprocessed training rows `[n, L]`
 * @param groups the group of each, numbered from 0 `[n]`
 */
export type FitEncoder = (rows: Rows, groups: readonly number[], axis: Axis, seed: number) => Promise<FittedEncoder>;
