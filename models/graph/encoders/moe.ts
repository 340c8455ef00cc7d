import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { balancedExperts, expertImbalance, initialBalancedExperts } from '../layers/balanced-experts.js';
import { initialLayerNorm, layerNorm } from '../layers/layer-norm.js';
import { initialPatchTokens, patchCount, patchTokens } from '../layers/patch-tokens.js';
import { attentionPath, initialAttentionPath } from '../layers/transformer-block.js';
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
    /** Pre-norm blocks: one less than the Transformer has, for what choosing costs. @default 3 */
    layers: z.int().positive().default(3),
    /** Attention heads; divides `width`. @default 4 */
    heads: z.int().positive().default(4),
    /** Experts of each block. @default 4 */
    experts: z.int().positive().default(4),
    /** Experts that a token goes to. @default 2 */
    chosen: z.int().positive().default(2),
    /** Width of one expert; all of one block together are as wide as the Transformer's feed-forward layer. @default 64 */
    feedForward: z.int().positive().default(64),
    /** Factor of the penalty on uneven experts, for each block. @default 0.01 */
    balance: z.number().nonnegative().default(0.01),
    ...embeddingOptions,
  })
  .refine((value) => value.width % value.heads === 0, { error: 'heads must divide width', path: ['heads'] })
  .refine((value) => value.chosen <= value.experts, {
    error: 'chosen must not be more than experts',
    path: ['chosen'],
  });

/** Hyper-parameters of the mixture-of-experts Transformer. */
export type MoeConfig = z.infer<typeof config>;

/**
 * The patch-tokenised Transformer with a mixture of experts in place of every feed-forward layer (Shazeer et al. 2017,
 * Lepikhin et al. 2021): each token goes to the best two of four.
 *
 * In training it has a penalty: the imbalance of every block's experts times `balance`, added up (Fedus et al. 2021), which
 * is `layers · balance` when they are used evenly. Without it a gate may come to choose the same two for every token, and
 * the others learn nothing.
 */
export const moe: EncoderDefinition<MoeConfig> = {
  name: 'moe',
  title: 'Transformer over patches whose feed-forward layers are experts that tokens are sent to',
  source: 'Shazeer et al. 2017; Fedus et al. 2021 (balance)',
  config,
  featureMap: { along: 'tokens', positions: ({ patch }, axis) => patchPositions(axis, patch) },

  widths: (options, bins) => ({ embedding: embeddingWidth(options, bins), token: options.width }),

  initial(options, axis, random) {
    const { patch, width, layers, feedForward, experts } = options;
    const bins = axis.values.length;
    const tokens = initialPatchTokens(random, axis, patch, width);
    const blocks = Array.from({ length: layers }, (_, i) =>
      prefixed(
        {
          ...initialAttentionPath(random, width),
          ...prefixed(initialLayerNorm(width), 'norm2'),
          ...prefixed(initialBalancedExperts(random, width, feedForward, experts), 'mixture'),
        },
        `blocks.${i}`,
      ),
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

  encode(options, weights, x, mode = 'inference') {
    const { layers, heads, chosen, balance } = options;
    const placed = patchTokens(weights, x, options.patch);
    const [, count, width] = placed.shape as [number, number, number];
    const imbalances: tf.Tensor[] = [];
    let rows: tf.Tensor = tf.reshape(placed, [-1, width]);
    for (let layer = 0; layer < layers; layer++) {
      const own = scoped(weights, `blocks.${layer}`);
      const attended = attentionPath(own, rows, count, heads);
      const { y, scores } = balancedExperts(scoped(own, 'mixture'), layerNorm(scoped(own, 'norm2'), attended), chosen);
      rows = tf.add(attended, y);
      if (mode === 'training') {
        imbalances.push(expertImbalance(scores, chosen));
      }
    }
    const encoding = readOut(options, weights, x, rows, count);
    return mode === 'training' ? { ...encoding, penalty: tf.mul(tf.addN(imbalances), balance) } : encoding;
  },
};
