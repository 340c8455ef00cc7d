import type * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { dense, zeroDense } from '../layers/dense.js';
import { addResidual } from '../layers/residual.js';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';

/** The options of every encoder that can start at the spectrum: what it embeds, and whether that is a correction. */
export const embeddingOptions = {
  /** E, the embedding's width. @default 128 */
  embedding: z.int().positive().default(128),
  /** Whether the preprocessed spectrum is added, so that training starts from it; the embedding then has L numbers. @default false */
  residual: z.boolean().default(false),
};

/** Values of {@link embeddingOptions}. */
export interface EmbeddingOptions {
  readonly embedding: number;
  readonly residual: boolean;
}

/** E as others see it: with `residual` the spectrum's own width. */
export function embeddingWidth({ embedding, residual }: EmbeddingOptions, bins: number): number {
  return residual ? bins : embedding;
}

/** The last layer of the residual path, 0 at the start; none without `residual`. */
export function initialResidualPath({ embedding, residual }: EmbeddingOptions, bins: number): HostWeights {
  return residual ? prefixed(zeroDense(embedding, bins), 'residual') : {};
}

/**
 * The embedding f `[B, E]` itself, or with `residual` the spectrum x corrected by it: h = x + σ(x)·(f·R + r), with R and r 0 at
 * the start and σ(x) the standard deviation of the row's own numbers.
 */
export function withResidualPath(
  { residual }: EmbeddingOptions,
  weights: Weights,
  x: tf.Tensor,
  embedding: tf.Tensor,
): tf.Tensor {
  return residual ? addResidual(x, dense(scoped(weights, 'residual'), embedding)) : embedding;
}
