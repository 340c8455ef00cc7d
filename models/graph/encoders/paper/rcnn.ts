import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { adaptiveMaxPool1d } from '../../layers/adaptive-pool1d.js';
import { conv1d, initialConv1d } from '../../layers/conv1d.js';
import { dense, initialDense } from '../../layers/dense.js';
import { maxPool1d } from '../../layers/max-pool1d.js';
import { scoped } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';
import { touchMaps } from '../feature-map.js';
import { fourFilterCounts } from '../filter-counts.js';
import { halvedTwice, halvedTwicePositions } from './halved-twice.js';
import { initialNormalisedConv, joined, normalisedConv } from './normalised.js';

const config = z.strictObject({
  /** Filters of the four blocks, multiples of 4. @default 32, 64, 128, 256 */
  filters: fourFilterCounts.default([32, 64, 128, 256]),
  /** Stretches of the axis that are left in the end. @default 4 */
  stretches: z.int().positive().default(4),
  /** Width of the layer before the last. @default 256 */
  hidden: z.int().positive().default(256),
  /** E, the embedding's width. @default 256 */
  embedding: z.int().positive().default(256),
});

/** Hyper-parameters of the papers' residual CNN. */
export type PaperRcnnConfig = z.infer<typeof config>;

/**
 * The residual CNN of the papers' accuracy table: four blocks `ReLU(BN(conv3(x))) + conv1(x)`, a maximum over two bins after
 * the second and the fourth, the largest number of each of four stretches, 1024 → 256 → ReLU → E.
 *
 * Its count is nowhere published. Where the ReLUs stand and what halves the axis is our reading: as in the papers' CNN.
 */
export const paperRcnn: EncoderDefinition<PaperRcnnConfig> = {
  name: 'paper/rcnn',
  title: 'four residual blocks of convolutions, the maxima of four stretches',
  source: 'Wood et al., SpectroSim: accuracy table; our reading',
  config,
  featureMap: { along: 'tokens', positions: (_, axis) => halvedTwicePositions(axis) },
  widths: ({ filters, embedding }) => ({ embedding, token: filters[3] }),

  initial({ filters, stretches, hidden, embedding }, axis, random) {
    halvedTwice(axis.values.length, stretches);
    const blocks = filters.flatMap((count, i) => {
      const channels = filters[i - 1] ?? 1;
      return [
        [`blocks.${i}`, initialNormalisedConv(random, channels, count)] as const,
        [`shortcuts.${i}`, { trainable: initialConv1d(random, channels, count, 1) }] as const,
      ];
    });
    return {
      ...joined({
        ...Object.fromEntries(blocks),
        hidden: { trainable: initialDense(random, filters[3] * stretches, hidden) },
        embedding: { trainable: initialDense(random, hidden, embedding) },
      }),
      frozen: {},
    };
  },

  encode({ filters, stretches }, weights, x, mode = 'inference') {
    const updates: Record<string, tf.Tensor> = {};
    let maps: tf.Tensor = tf.expandDims(x, 1);
    for (const i of filters.keys()) {
      const path = tf.relu(normalisedConv(weights, `blocks.${i}`, maps, mode, updates));
      maps = tf.add(path, conv1d(scoped(weights, `shortcuts.${i}`), maps));
      maps = i % 2 === 0 ? maps : maxPool1d(maps, 2);
    }
    maps = touchMaps(weights, maps);
    const batch = maps.shape[0] as number;
    const pooled = tf.reshape(adaptiveMaxPool1d(maps, stretches), [batch, filters[3] * stretches]);
    const hidden = tf.relu(dense(scoped(weights, 'hidden'), pooled));
    return {
      embedding: dense(scoped(weights, 'embedding'), hidden),
      tokens: tf.transpose(maps, [0, 2, 1]),
      updates,
    };
  },
};
