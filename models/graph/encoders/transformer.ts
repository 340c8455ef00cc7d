import type { Axis, Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { initialAttention, selfAttention } from '../layers/attention.js';
import { dense, initialDense, zeroDense } from '../layers/dense.js';
import { gelu } from '../layers/gelu.js';
import { initialLayerNorm, layerNorm } from '../layers/layer-norm.js';
import { normalisedDense } from '../layers/normalised-dense.js';
import { addResidual } from '../layers/residual.js';
import { type HostWeights, hostTensor, prefixed, scoped, type Weights, weightOf } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { patchPositions, touchFeatures } from './feature-map.js';

const config = z
  .strictObject({
    /** Bins in one token. @default 32 */
    patch: z.int().positive().default(32),
    /** D, a token's width. @default 128 */
    width: z.int().positive().default(128),
    /** Pre-norm blocks. @default 4 */
    layers: z.int().positive().default(4),
    /** Attention heads; divides `width`. @default 4 */
    heads: z.int().positive().default(4),
    /** Width of the feed-forward layer. @default 256 */
    feedForward: z.int().positive().default(256),
    /** E, the embedding's width. @default 128 */
    embedding: z.int().positive().default(128),
    /** Whether the preprocessed spectrum is added, so that training starts from it; the embedding then has L numbers. @default false */
    residual: z.boolean().default(false),
  })
  .refine((value) => value.width % value.heads === 0, { error: 'heads must divide width', path: ['heads'] });

/** Hyper-parameters of the patch-tokenised Transformer. */
export type TransformerConfig = z.infer<typeof config>;

/**
 * A pre-norm Transformer over patches of a spectrum, each placed by its position on the axis.
 *
 * Vaswani et al. 2017, Xiong et al. 2020 (pre-norm), Dosovitskiy et al. 2021 (patches). The SpectroSim papers give the
 * whole spectrum as one token, for which attention is the identity; patches make it real.
 *
 * With `residual` its embedding f is not what is compared, but a correction of the spectrum: h = x + σ(x)·(f·R + r), with R
 * and r 0 at the start and σ(x) the standard deviation of the row's own numbers.
 */
export const transformer: EncoderDefinition<TransformerConfig> = {
  name: 'transformer',
  config,
  featureMap: { along: 'tokens', positions: ({ patch }, axis) => patchPositions(axis, patch) },

  widths: ({ embedding, width, residual }, bins) => ({ embedding: residual ? bins : embedding, token: width }),

  initial({ patch, width, layers, feedForward, embedding, residual }, axis, random) {
    const bins = axis.values.length;
    const blocks = Array.from({ length: layers }, (_, i) =>
      prefixed(initialBlock(random, width, feedForward), `blocks.${i}`),
    );
    return {
      trainable: Object.assign(
        {},
        prefixed(initialDense(random, patch, width), 'patches'),
        ...blocks,
        prefixed(initialLayerNorm(width), 'norm'),
        prefixed(initialDense(random, tokenCount(bins, patch) * width, embedding), 'embedding'),
        residual ? prefixed(zeroDense(embedding, bins), 'residual') : {},
      ),
      frozen: { positions: positionTable(axis, patch, width) },
    };
  },

  encode({ patch, layers, heads, residual }, weights, x) {
    const [batch, bins] = x.shape as [number, number];
    const count = tokenCount(bins, patch);
    const padded = tf.pad2d(x as tf.Tensor2D, [
      [0, 0],
      [0, count * patch - bins],
    ]);
    const patches = tf.reshape(padded, [batch, count, patch]);
    const placed = tf.add(dense(scoped(weights, 'patches'), patches), weightOf(weights, 'positions'));
    const width = placed.shape[2] as number;
    let rows: tf.Tensor = tf.reshape(placed, [batch * count, width]);
    for (let layer = 0; layer < layers; layer++) {
      rows = block(scoped(weights, `blocks.${layer}`), rows, count, heads);
    }
    rows = layerNorm(scoped(weights, 'norm'), rows);
    const tokens = touchFeatures(weights, tf.reshape(rows, [batch, count, width]));
    // Every token keeps its own weights in the embedding: a mean over tokens forgets where the peaks were.
    const embedding = dense(scoped(weights, 'embedding'), tf.reshape(tokens, [batch, count * width]));
    return {
      embedding: residual ? addResidual(x, dense(scoped(weights, 'residual'), embedding)) : embedding,
      tokens,
    };
  },
};

function tokenCount(bins: number, patch: number): number {
  return Math.ceil(bins / patch);
}

function initialBlock(random: Random, width: number, feedForward: number): HostWeights {
  return {
    ...prefixed(initialLayerNorm(width), 'norm1'),
    ...prefixed(initialAttention(random, width), 'attention'),
    ...prefixed(initialLayerNorm(width), 'norm2'),
    ...prefixed(initialDense(random, width, feedForward), 'expand'),
    ...prefixed(initialDense(random, feedForward, width), 'contract'),
  };
}

/** One block on the tokens of all spectra, one after another: `[B·T, D]` → `[B·T, D]`. */
function block(weights: Weights, x: tf.Tensor, count: number, heads: number): tf.Tensor {
  const tokens = tf.reshape(x, [-1, count, x.shape[1] as number]);
  const mixed = selfAttention(scoped(weights, 'attention'), tokens, heads, scoped(weights, 'norm1'));
  const attended = tf.add(x, tf.reshape(mixed, x.shape));
  const expanded = gelu(normalisedDense(scoped(weights, 'norm2'), scoped(weights, 'expand'), attended));
  return tf.add(attended, dense(scoped(weights, 'contract'), expanded));
}

/**
 * Sines and cosines `[T, D]` of each patch's mean position, at wavelengths from two patches to four times the axis's span.
 */
function positionTable(axis: Axis, patch: number, width: number) {
  const bins = axis.values.length;
  const count = tokenCount(bins, patch);
  const centres = patchPositions(axis, patch);
  const span = Math.max((axis.values[bins - 1] as number) - (axis.values[0] as number), Number.MIN_VALUE);
  const shortest = (2 * span) / count;
  const pairs = Math.max(1, Math.ceil(width / 2) - 1);
  return hostTensor([count, width], (index) => {
    const centre = (centres[Math.floor(index / width)] as number) - (axis.values[0] as number);
    const feature = index % width;
    const wavelength = shortest * ((4 * span) / shortest) ** (Math.floor(feature / 2) / pairs);
    const angle = (2 * Math.PI * centre) / wavelength;
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
