import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { initialPatchTokens, patchCount, patchTokens } from '../layers/patch-tokens.js';
import { initialTransformerBlock, transformerBlock } from '../layers/transformer-block.js';
import { prefixed, scoped } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { patchPositions } from './feature-positions.js';
import { initialReadOut, readOut } from './read-out.js';
import { embeddingOptions, embeddingWidth } from './residual-option.js';

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
    ...embeddingOptions,
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
  title: 'pre-norm Transformer over patches of the spectrum',
  source: 'Vaswani et al. 2017; Xiong et al. 2020; Dosovitskiy et al. 2021',
  config,
  featureMap: { along: 'tokens', positions: ({ patch }, axis) => patchPositions(axis, patch) },

  widths: (options, bins) => ({ embedding: embeddingWidth(options, bins), token: options.width }),

  initial(options, axis, random) {
    const { patch, width, layers, feedForward } = options;
    const bins = axis.values.length;
    const blocks = Array.from({ length: layers }, (_, i) =>
      prefixed(initialTransformerBlock(random, width, feedForward), `blocks.${i}`),
    );
    const tokens = initialPatchTokens(random, axis, patch, width);
    return {
      trainable: Object.assign(
        {},
        tokens.trainable,
        ...blocks,
        initialReadOut(random, options, patchCount(bins, patch), bins),
      ),
      frozen: tokens.frozen,
    };
  },

  encode(options, weights, x) {
    const placed = patchTokens(weights, x, options.patch);
    const [, count, width] = placed.shape as [number, number, number];
    let rows: tf.Tensor = tf.reshape(placed, [-1, width]);
    for (let layer = 0; layer < options.layers; layer++) {
      rows = transformerBlock(scoped(weights, `blocks.${layer}`), rows, count, options.heads);
    }
    return readOut(options, weights, x, rows, count);
  },
};
