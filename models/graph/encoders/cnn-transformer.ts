import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { dense, initialDense } from '../layers/dense.js';
import { patchCount } from '../layers/patch-tokens.js';
import { positionTable } from '../layers/position-table.js';
import { initialRunningConvolution, runningConvolution } from '../layers/running-convolution.js';
import { initialTransformerBlock, transformerBlock } from '../layers/transformer-block.js';
import { prefixed, scoped, weightOf } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { windowPositions } from './feature-positions.js';
import { filterCounts } from './filter-counts.js';
import { initialReadOut, readOut } from './read-out.js';
import { embeddingOptions, embeddingWidth } from './residual-option.js';

const config = z
  .strictObject({
    /** Filters of the convolutions before the Transformer. Multiples of 4. @default [32, 64, 128] */
    filters: filterCounts.default([32, 64, 128]),
    /** From one place of each of them to the next; their product is the bins of one token. @default [4, 4, 2] */
    strides: z.array(z.int().positive()).min(1).default([4, 4, 2]),
    /** D, a token's width. @default 128 */
    width: z.int().positive().default(128),
    /** Pre-norm blocks: one less than the Transformer has, for the convolutions. @default 3 */
    layers: z.int().positive().default(3),
    /** Attention heads; divides `width`. @default 4 */
    heads: z.int().positive().default(4),
    /** Width of the feed-forward layer. @default 256 */
    feedForward: z.int().positive().default(256),
    ...embeddingOptions,
  })
  .refine((value) => value.width % value.heads === 0, { error: 'heads must divide width', path: ['heads'] })
  .refine((value) => value.filters.length === value.strides.length, {
    error: 'strides must be as many as filters',
    path: ['strides'],
  });

/** Hyper-parameters of the Transformer with a convolutional stem. */
export type CnnTransformerConfig = z.infer<typeof config>;

/**
 * Convolutions that make the tokens, and a Transformer on them (Xiao et al. 2021): what the thesis names as future work.
 *
 * A patch is cut where its edges happen to be; windows of strided convolutions reach over them, so that a peak on an edge
 * and one beside it give like tokens. Every convolution is normalised over the batch, with running statistics.
 */
export const cnnTransformer: EncoderDefinition<CnnTransformerConfig> = {
  name: 'cnn-transformer',
  title: 'convolutions that make the tokens of a Transformer',
  source: 'Xiao et al. 2021',
  config,
  featureMap: {
    along: 'tokens',
    positions: ({ strides }, axis) =>
      windowPositions(
        axis,
        strides.map((stride) => ({ size: windowOf(stride), stride, padding: 'same' })),
      ),
  },

  widths: (options, bins) => ({ embedding: embeddingWidth(options, bins), token: options.width }),

  initial(options, axis, random) {
    const { filters, strides, width, layers, feedForward } = options;
    const bins = axis.values.length;
    const stem = filters.map((count, i) => {
      const size = windowOf(strides[i] as number);
      return [`stem.${i}`, initialRunningConvolution(random, filters[i - 1] ?? 1, count, size)] as const;
    });
    const blocks = Array.from({ length: layers }, (_, i) =>
      prefixed(initialTransformerBlock(random, width, feedForward), `blocks.${i}`),
    );
    const patch = binsOfToken(strides);
    return {
      trainable: Object.assign(
        {},
        ...stem.map(([name, { trainable }]) => prefixed(trainable, name)),
        prefixed(initialDense(random, filters.at(-1) as number, width), 'tokens'),
        ...blocks,
        initialReadOut(random, options, patchCount(bins, patch), bins),
      ),
      frozen: { positions: positionTable(axis, patch, width) },
      running: Object.assign({}, ...stem.map(([name, { running }]) => prefixed(running, name))),
    };
  },

  encode(options, weights, x, mode = 'inference') {
    const { strides, layers, heads, width } = options;
    const updates = {};
    let channels: tf.Tensor = tf.expandDims(x, 1);
    for (const [i, stride] of strides.entries()) {
      const convolved = runningConvolution(scoped(weights, `stem.${i}`), channels, stride, mode);
      Object.assign(updates, prefixed(convolved.updates, `stem.${i}`));
      channels = tf.relu(convolved.y);
    }
    const tokens = dense(scoped(weights, 'tokens'), tf.transpose(channels, [0, 2, 1]));
    const count = tokens.shape[1] as number;
    let rows: tf.Tensor = tf.reshape(tf.add(tokens, weightOf(weights, 'positions')), [-1, width]);
    for (let layer = 0; layer < layers; layer++) {
      rows = transformerBlock(scoped(weights, `blocks.${layer}`), rows, count, heads);
    }
    return { ...readOut(options, weights, x, rows, count), updates };
  },
};

/** Bins of a token. The axis divided and rounded up stride by stride is the axis divided by all of them and rounded up. */
function binsOfToken(strides: readonly number[]): number {
  return strides.reduce((product, stride) => product * stride, 1);
}

/** Windows overlap their neighbours by half on either side. */
function windowOf(stride: number): number {
  return 2 * stride;
}
