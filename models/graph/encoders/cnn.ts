import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { adaptiveAvgPool1d } from '../layers/adaptive-pool1d.js';
import { dense, initialDense } from '../layers/dense.js';
import { initialResidualConvolutions, residualConvolutions, residualWindows } from '../layers/residual-convolutions.js';
import { initialRunningConvolution, runningConvolution } from '../layers/running-convolution.js';
import { prefixed, scoped } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { touchMaps } from './feature-map.js';
import { windowPositions } from './feature-positions.js';
import { filterCounts } from './filter-counts.js';
import { embeddingOptions, embeddingWidth, initialResidualPath, withResidualPath } from './residual-option.js';

const config = z.strictObject({
  /** Filters of the residual blocks; each but the first halves the axis. Multiples of 4. @default [32, 64, 128, 128] */
  filters: filterCounts.default([32, 64, 128, 128]),
  /** Bins that the first convolution sees. @default 7 */
  stem: z.int().positive().default(7),
  /** Bins from one place of the first convolution to the next. @default 4 */
  stride: z.int().positive().default(4),
  /** Stretches of the axis that are pooled, each into its mean. @default 13 */
  pooled: z.int().positive().default(13),
  ...embeddingOptions,
});

/** Hyper-parameters of the residual CNN. */
export type CnnConfig = z.infer<typeof config>;

/**
 * A residual convolutional network along the spectrum (He et al. 2016; along one axis as in Liu et al. 2017), with batch
 * normalisation by running statistics.
 *
 * A convolution finds a shape wherever it is; means over stretches of the axis, and not over all of it, keep roughly where.
 */
export const cnn: EncoderDefinition<CnnConfig> = {
  name: 'cnn',
  title: 'residual convolutions along the spectrum',
  source: 'He et al. 2016',
  config,
  featureMap: {
    along: 'tokens',
    positions: ({ filters, stem, stride }, axis) =>
      windowPositions(axis, [
        { size: stem, stride, padding: 'same' },
        ...filters.flatMap((_, i) => residualWindows(strideOf(i))),
      ]),
  },

  widths: (options, bins) => ({ embedding: embeddingWidth(options, bins), token: options.filters.at(-1) as number }),

  initial(options, axis, random) {
    const { filters, stem } = options;
    const bins = axis.values.length;
    const parts = [
      ['stem', initialRunningConvolution(random, 1, filters[0] as number, stem)] as const,
      ...filters.map((count, i) => {
        const before = filters[Math.max(0, i - 1)] as number;
        return [`blocks.${i}`, initialResidualConvolutions(random, before, count, strideOf(i))] as const;
      }),
    ];
    const features = (filters.at(-1) as number) * stretches(options, bins);
    return {
      trainable: Object.assign(
        {},
        ...parts.map(([name, { trainable }]) => prefixed(trainable, name)),
        prefixed(initialDense(random, features, options.embedding), 'embedding'),
        initialResidualPath(options, bins),
      ),
      frozen: {},
      running: Object.assign({}, ...parts.map(([name, { running }]) => prefixed(running, name))),
    };
  },

  encode(options, weights, x, mode = 'inference') {
    const stem = runningConvolution(scoped(weights, 'stem'), tf.expandDims(x, 1), options.stride, mode);
    const updates = { ...prefixed(stem.updates, 'stem') };
    let channels = tf.relu(stem.y);
    for (const i of options.filters.keys()) {
      const block = residualConvolutions(scoped(weights, `blocks.${i}`), channels, strideOf(i), mode);
      Object.assign(updates, prefixed(block.updates, `blocks.${i}`));
      channels = block.y;
    }
    channels = touchMaps(weights, channels);
    const count = stretches(options, x.shape[1] as number);
    const pooled = adaptiveAvgPool1d(channels, count);
    const features = (options.filters.at(-1) as number) * count;
    const embedding = dense(scoped(weights, 'embedding'), tf.reshape(pooled, [-1, features]));
    return {
      embedding: withResidualPath(options, weights, x, embedding),
      tokens: tf.transpose(channels, [0, 2, 1]),
      updates,
    };
  },
};

function strideOf(block: number): number {
  return block === 0 ? 1 : 2;
}

/** As many stretches as are asked for, or as there are places. */
function stretches({ filters, stride, pooled }: CnnConfig, bins: number): number {
  return Math.min(pooled, Math.ceil(bins / (stride * 2 ** (filters.length - 1))));
}
