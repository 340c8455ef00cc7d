import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { dense, initialDense } from '../layers/dense.js';
import { initialLayerNorm, layerNorm } from '../layers/layer-norm.js';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import type { Encoding } from './encoder.js';
import { touchFeatures } from './feature-map.js';
import { type EmbeddingOptions, initialResidualPath, withResidualPath } from './residual-option.js';

/**
 * Initial weights of what follows the last block of an encoder with tokens: a norm, the embedding of all tokens, and the
 * residual path where there is one.
 *
 * @param count T
 */
export function initialReadOut(
  random: Random,
  options: EmbeddingOptions & { readonly width: number },
  count: number,
  bins: number,
): HostWeights {
  return {
    ...prefixed(initialLayerNorm(options.width), 'norm'),
    ...prefixed(initialDense(random, count * options.width, options.embedding), 'embedding'),
    ...initialResidualPath(options, bins),
  };
}

/**
 * Tokens of all spectra, one after another, `[B·T, D]` → the encoding of spectra x `[B, L]`.
 *
 * Every token keeps its own weights in the embedding: a mean over tokens forgets where the peaks were.
 *
 * @param count T
 */
export function readOut(
  options: EmbeddingOptions,
  weights: Weights,
  x: tf.Tensor,
  rows: tf.Tensor,
  count: number,
): Pick<Encoding, 'embedding' | 'tokens'> {
  const width = rows.shape[1] as number;
  const normalised = layerNorm(scoped(weights, 'norm'), rows);
  const tokens = touchFeatures(weights, tf.reshape(normalised, [-1, count, width]));
  const embedding = dense(scoped(weights, 'embedding'), tf.reshape(tokens, [-1, count * width]));
  return { embedding: withResidualPath(options, weights, x, embedding), tokens };
}
