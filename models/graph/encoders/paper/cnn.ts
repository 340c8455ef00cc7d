import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { dense, initialDense } from '../../layers/dense.js';
import { maxPool1d } from '../../layers/max-pool1d.js';
import { scoped } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';
import { touchMaps } from '../feature-map.js';
import { fourFilterCounts } from '../filter-counts.js';
import { halvedTwice, halvedTwicePositions } from './halved-twice.js';
import { initialNormalisedConv, joined, normalisedConv } from './normalised.js';

const config = z.strictObject({
  /** Filters of the four convolutions, multiples of 4. @default 32, 64, 128, 256 */
  filters: fourFilterCounts.default([32, 64, 128, 256]),
  /** Width of the layer before the last. @default 256 */
  hidden: z.int().positive().default(256),
  /** E, the embedding's width. @default 256 */
  embedding: z.int().positive().default(256),
});

/** Hyper-parameters of the papers' CNN. */
export type PaperCnnConfig = z.infer<typeof config>;

/**
 * The papers' CNN: four convolutions of three points, each with batch normalisation; ReLU and a maximum over two bins after
 * the second and the fourth; all 256 × L/4 numbers to 256, ReLU, E. 34,275,328 parameters at 2,080 bins.
 */
export const paperCnn: EncoderDefinition<PaperCnnConfig> = {
  name: 'paper/cnn',
  title: 'four convolutions and a layer over all that they find',
  source: 'Wood et al., SpectroSim: cost table',
  config,
  featureMap: { along: 'tokens', positions: (_, axis) => halvedTwicePositions(axis) },
  widths: ({ filters, embedding }) => ({ embedding, token: filters[3] }),

  initial({ filters, hidden, embedding }, axis, random) {
    const places = halvedTwice(axis.values.length, 1);
    const convolutions = filters.map(
      (count, i) => [`convs.${i}`, initialNormalisedConv(random, filters[i - 1] ?? 1, count)] as const,
    );
    return {
      ...joined({
        ...Object.fromEntries(convolutions),
        hidden: { trainable: initialDense(random, filters[3] * places, hidden) },
        embedding: { trainable: initialDense(random, hidden, embedding) },
      }),
      frozen: {},
    };
  },

  encode({ filters }, weights, x, mode = 'inference') {
    const updates: Record<string, tf.Tensor> = {};
    let maps: tf.Tensor = tf.expandDims(x, 1);
    for (const i of filters.keys()) {
      maps = normalisedConv(weights, `convs.${i}`, maps, mode, updates);
      maps = i % 2 === 0 ? maps : maxPool1d(tf.relu(maps), 2);
    }
    maps = touchMaps(weights, maps);
    const [batch, channels, places] = maps.shape as [number, number, number];
    const hidden = tf.relu(dense(scoped(weights, 'hidden'), tf.reshape(maps, [batch, channels * places])));
    return {
      embedding: dense(scoped(weights, 'embedding'), hidden),
      tokens: tf.transpose(maps, [0, 2, 1]),
      updates,
    };
  },
};
