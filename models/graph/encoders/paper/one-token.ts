import { type Random, SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { initialAttention, selfAttention } from '../../layers/attention.js';
import { dense, initialDense } from '../../layers/dense.js';
import { dropout } from '../../layers/dropout.js';
import { gelu } from '../../layers/gelu.js';
import { initialLayerNorm } from '../../layers/layer-norm.js';
import { normalisedDense } from '../../layers/normalised-dense.js';
import { type HostWeights, prefixed, scoped, type Weights } from '../../weights.js';
import type { EncoderDraw } from '../encoder.js';
import { touchFeatures } from '../feature-map.js';

/** What a Transformer of one token is made with. */
export interface OneTokenOptions {
  /** Attention layers. */
  readonly layers: number;
  /** Attention heads; divides the number of bins. */
  readonly heads: number;
  /** Width of the feed-forward layer. */
  readonly hidden: number;
  /** E, the embedding's width. */
  readonly embedding: number;
  /** Share of what each layer adds that training leaves out. */
  readonly dropout: number;
}

/**
 * Initial weights of {@link oneTokenTransformer}.
 *
 * @throws SpectroSimError `usage` when the heads do not divide the bins
 */
export function initialOneTokenTransformer(
  random: Random,
  bins: number,
  { layers, heads, hidden, embedding }: Omit<OneTokenOptions, 'dropout'>,
): HostWeights {
  return {
    ...prefixed(initialLayerNorm(bins), 'norm1'),
    ...initialAttentions(random, bins, { layers, heads }),
    ...prefixed(initialLayerNorm(bins), 'norm2'),
    ...prefixed(initialDense(random, bins, hidden), 'expand'),
    ...prefixed(initialDense(random, hidden, bins), 'contract'),
    ...prefixed(initialDense(random, bins, embedding), 'embedding'),
  };
}

/**
 * The papers' Transformer, `x [B, L]` → embedding `[B, E]` and its token `[B, 1, L]`: the spectrum as one token of width L,
 * attention layers that share one layer normalisation, and a single feed-forward layer after all of them.
 */
export function oneTokenTransformer(
  weights: Weights,
  x: tf.Tensor,
  { layers, heads, dropout: rate }: OneTokenOptions,
  draws: Weights,
): { readonly embedding: tf.Tensor; readonly tokens: tf.Tensor } {
  let rows = x;
  for (let layer = 0; layer < layers; layer++) {
    rows = addAttention(weights, layer, rows, { heads, dropout: rate }, draws);
  }
  const expanded = gelu(normalisedDense(scoped(weights, 'norm2'), scoped(weights, 'expand'), rows));
  rows = tf.add(rows, dropout(dense(scoped(weights, 'contract'), expanded), draws.feedForward, rate));
  return oneTokenEncoding(weights, rows);
}

/** Rows `[B, L]`, each the one token of its spectrum `[B, 1, L]`, and their embedding `[B, E]`: the mean over one token is that token. */
export function oneTokenEncoding(
  weights: Weights,
  rows: tf.Tensor,
): { readonly embedding: tf.Tensor; readonly tokens: tf.Tensor } {
  const tokens = touchFeatures(weights, tf.expandDims(rows, 1));
  return { embedding: dense(scoped(weights, 'embedding'), tf.squeeze(tokens, [1])), tokens };
}

/**
 * Initial weights of attention layers over one token, `attention.0`, `attention.1`, …
 *
 * @throws SpectroSimError `usage` when the heads do not divide the bins
 */
export function initialAttentions(
  random: Random,
  bins: number,
  { layers, heads }: Pick<OneTokenOptions, 'layers' | 'heads'>,
): HostWeights {
  if (bins % heads !== 0) {
    throw new SpectroSimError(
      'usage',
      `${heads} attention heads do not divide a token of ${bins} bins. Choose heads that do: with one token they make no difference to the result, so 1 is as good.`,
    );
  }
  return Object.assign(
    {},
    ...Array.from({ length: layers }, (_, layer) => prefixed(initialAttention(random, bins), `attention.${layer}`)),
  );
}

/** The masks of {@link oneTokenTransformer}. */
export function oneTokenDraws(
  bins: number,
  { layers, dropout: rate }: Pick<OneTokenOptions, 'layers' | 'dropout'>,
): Readonly<Record<string, EncoderDraw>> {
  return maskedRows(bins, rate, [...attentionNames(layers), 'feedForward']);
}

/** The names of the masks of attention layers. */
export function attentionNames(layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) => `attention.${layer}`);
}

/** Masks of whole rows by name; none at a rate of 0. */
export function maskedRows(
  bins: number,
  rate: number,
  names: readonly string[],
): Readonly<Record<string, EncoderDraw>> {
  const mask: EncoderDraw = { kind: 'mask', rate, dims: [bins] };
  return rate === 0 ? {} : Object.fromEntries(names.map((name) => [name, mask]));
}

/** `x + drop(MHA(LN1(x)))` of rows `[B, L]`, each the one token of its spectrum; LN1 is shared by all layers. */
export function addAttention(
  weights: Weights,
  layer: number,
  x: tf.Tensor,
  { heads, dropout: rate }: Pick<OneTokenOptions, 'heads' | 'dropout'>,
  draws: Weights,
): tf.Tensor {
  const token = tf.expandDims(x, 1);
  const mixed = selfAttention(scoped(weights, `attention.${layer}`), token, heads, scoped(weights, 'norm1'));
  return tf.add(x, dropout(tf.reshape(mixed, x.shape), draws[`attention.${layer}`], rate));
}
