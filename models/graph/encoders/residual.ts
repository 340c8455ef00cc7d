import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { dense, initialDense, zeroDense } from '../layers/dense.js';
import { gelu } from '../layers/gelu.js';
import { initialLayerNorm, layerNorm } from '../layers/layer-norm.js';
import { addResidual } from '../layers/residual.js';
import { prefixed, scoped } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { touchFeatures } from './feature-map.js';

const config = z.strictObject({
  /** Width of the layer in which the correction is made. @default 128 */
  hidden: z.int().positive().default(128),
});

/** Hyper-parameters of the residual encoder. */
export type ResidualConfig = z.infer<typeof config>;

/**
 * The preprocessed spectrum and a learned correction: h = x + σ(x)·(W₂·GELU(W₁·LN(x) + b₁) + b₂), E = L.
 *
 * W₂ and b₂ start at 0, so that the embedding starts as the spectrum itself and what tells sources apart without training
 * is there from the first step. σ(x) is the standard deviation of the row's own numbers: 1 after SNV.
 */
export const residual: EncoderDefinition<ResidualConfig> = {
  name: 'residual',
  title: 'the preprocessed spectrum and a learned correction of it',
  source: 'this project; He et al. 2016 (residual paths)',
  config,
  // One token as wide as the spectrum: each of its numbers is a bin.
  featureMap: { along: 'features', positions: (_, axis) => axis.values },

  widths: (_, bins) => ({ embedding: bins, token: bins }),

  initial({ hidden }, axis, random) {
    const bins = axis.values.length;
    return {
      trainable: {
        ...prefixed(initialLayerNorm(bins), 'norm'),
        ...prefixed(initialDense(random, bins, hidden), 'expand'),
        ...prefixed(zeroDense(hidden, bins), 'contract'),
      },
      frozen: {},
    };
  },

  encode(_, weights, x) {
    const hidden = gelu(dense(scoped(weights, 'expand'), layerNorm(scoped(weights, 'norm'), x)));
    const corrected = addResidual(x, dense(scoped(weights, 'contract'), hidden));
    const tokens = touchFeatures(weights, tf.expandDims(corrected, 1));
    return { embedding: tf.squeeze(tokens, [1]), tokens };
  },
};
