import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { initialKan, kan as kanLayer } from '../layers/kan.js';
import { initialLayerNorm, layerNorm } from '../layers/layer-norm.js';
import { initialPatchTokens, patchCount, patchTokens } from '../layers/patch-tokens.js';
import { prefixed, scoped, type Weights } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { patchPositions } from './feature-positions.js';
import { initialReadOut, readOut } from './read-out.js';
import { embeddingOptions, embeddingWidth } from './residual-option.js';

const config = z.strictObject({
  /** Bins in one token. @default 32 */
  patch: z.int().positive().default(32),
  /** D, a token's width. @default 64 */
  width: z.int().positive().default(64),
  /** Pairs of a layer along the spectrum and one along the features of a token. @default 3 */
  layers: z.int().positive().default(3),
  /** Pieces of the splines. @default 5 */
  intervals: z.int().positive().default(5),
  ...embeddingOptions,
});

/** Hyper-parameters of the Kolmogorov–Arnold network. */
export type KanConfig = z.infer<typeof config>;

/**
 * A Kolmogorov–Arnold network (Liu et al. 2024): a learned function, SiLU and cubic B-splines, on every edge.
 *
 * On all edges between 2,080 bins that would be 39 million numbers a layer. So it goes over patches as an MLP-Mixer does
 * (Tolstikhin et al. 2021): a layer from every patch to every other, the same for each feature, then one between the
 * features of a patch, the same for each patch, both on residual paths. Its last layer is linear, as in the other encoders.
 */
export const kan: EncoderDefinition<KanConfig> = {
  name: 'kan',
  title: 'learned functions on edges, B-splines, between patches and between features',
  source: 'Liu et al. 2024; Tolstikhin et al. 2021 (mixing)',
  config,
  featureMap: { along: 'tokens', positions: ({ patch }, axis) => patchPositions(axis, patch) },

  widths: (options, bins) => ({ embedding: embeddingWidth(options, bins), token: options.width }),

  initial(options, axis, random) {
    const { patch, width, layers, intervals } = options;
    const bins = axis.values.length;
    const count = patchCount(bins, patch);
    const tokens = initialPatchTokens(random, axis, patch, width);
    const blocks = Array.from({ length: layers }, (_, i) =>
      prefixed(
        {
          ...prefixed(initialLayerNorm(width), 'norm1'),
          ...prefixed(initialKan(random, count, count, intervals), 'along'),
          ...prefixed(initialLayerNorm(width), 'norm2'),
          ...prefixed(initialKan(random, width, width, intervals), 'within'),
        },
        `blocks.${i}`,
      ),
    );
    return {
      trainable: Object.assign({}, tokens.trainable, ...blocks, initialReadOut(random, options, count, bins)),
      frozen: tokens.frozen,
    };
  },

  encode(options, weights, x) {
    const placed = patchTokens(weights, x, options.patch);
    const [, count, width] = placed.shape as [number, number, number];
    let rows: tf.Tensor = tf.reshape(placed, [-1, width]);
    for (let layer = 0; layer < options.layers; layer++) {
      const own = scoped(weights, `blocks.${layer}`);
      const mixed = tf.add(rows, alongSpectrum(own, rows, count));
      rows = tf.add(mixed, kanLayer(scoped(own, 'within'), layerNorm(scoped(own, 'norm2'), mixed)));
    }
    return readOut(options, weights, x, rows, count);
  },
};

/** From every patch to every other, each feature for itself: `[B·T, D]` → `[B·T, D]`. */
function alongSpectrum(weights: Weights, rows: tf.Tensor, count: number): tf.Tensor {
  const width = rows.shape[1] as number;
  const normalised = tf.reshape(layerNorm(scoped(weights, 'norm1'), rows), [-1, count, width]);
  const features = tf.reshape(tf.transpose(normalised, [0, 2, 1]), [-1, count]);
  const mixed = tf.reshape(kanLayer(scoped(weights, 'along'), features), [-1, width, count]);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1]), [-1, width]);
}
