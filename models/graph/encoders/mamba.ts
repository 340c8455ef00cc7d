import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { initialMambaBlock, mambaBlock } from '../layers/mamba-block.js';
import { initialPatchTokens, patchCount, patchTokens } from '../layers/patch-tokens.js';
import { prefixed, scoped } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { patchPositions } from './feature-positions.js';
import { initialReadOut, readOut } from './read-out.js';
import { embeddingOptions, embeddingWidth } from './residual-option.js';

const config = z.strictObject({
  /** Bins in one token. @default 32 */
  patch: z.int().positive().default(32),
  /** D, a token's width. @default 64 */
  width: z.int().positive().default(64),
  /** Blocks; from two on every token sees every other. @default 3 */
  layers: z.int().positive().default(3),
  /** Channels of the scan. @default 96 */
  inner: z.int().positive().default(96),
  /** S, numbers of state for each channel. @default 8 */
  state: z.int().positive().default(8),
  /** Numbers that the step sizes of all channels are made of. @default 4 */
  rank: z.int().positive().default(4),
  ...embeddingOptions,
});

/** Hyper-parameters of the selective state space encoder. */
export type MambaConfig = z.infer<typeof config>;

/**
 * Mamba over patches of a spectrum: selective state spaces, S6 (Gu & Dao 2023).
 *
 * A scan has a direction and the axis of a spectrum has none: an isotope lies above its peak, a loss below it. So blocks read
 * in turns upwards and downwards, which costs no more than one direction and lets every token see all others after two.
 */
export const mamba: EncoderDefinition<MambaConfig> = {
  name: 'mamba',
  title: 'selective state space over patches, read in turns upwards and downwards',
  source: 'Gu & Dao 2023',
  config,
  featureMap: { along: 'tokens', positions: ({ patch }, axis) => patchPositions(axis, patch) },

  widths: (options, bins) => ({ embedding: embeddingWidth(options, bins), token: options.width }),

  initial(options, axis, random) {
    const { patch, width, layers } = options;
    const bins = axis.values.length;
    const tokens = initialPatchTokens(random, axis, patch, width);
    const blocks = Array.from({ length: layers }, (_, i) =>
      prefixed(initialMambaBlock(random, options), `blocks.${i}`),
    );
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
    let tokens = patchTokens(weights, x, options.patch);
    const [, count, width] = tokens.shape as [number, number, number];
    for (let layer = 0; layer < options.layers; layer++) {
      tokens = mambaBlock(scoped(weights, `blocks.${layer}`), tokens, options, { backwards: layer % 2 === 1 });
    }
    return readOut(options, weights, x, tf.reshape(tokens, [-1, width]), count);
  },
};
