import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { initialDense } from '../../layers/dense.js';
import { dropout } from '../../layers/dropout.js';
import { initialLayerNorm, layerNorm } from '../../layers/layer-norm.js';
import { initialMixture, mixtureOfExperts } from '../../layers/mixture-of-experts.js';
import { prefixed, scoped } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';
import { addAttention, attentionNames, initialAttentions, maskedRows, oneTokenEncoding } from './one-token.js';

const config = z
  .strictObject({
    /** Layers of attention and experts. @default 6 */
    layers: z.int().positive().default(6),
    /** Attention heads; divides the number of bins. @default 8 */
    heads: z.int().positive().default(8),
    /** Experts a layer. @default 4 */
    experts: z.int().positive().default(4),
    /** How many of them a spectrum is given to. @default 2 */
    chosen: z.int().positive().default(2),
    /** Width inside an expert. @default 256 */
    hidden: z.int().positive().default(256),
    /** E, the embedding's width. @default 256 */
    embedding: z.int().positive().default(256),
    /** Share of what each layer adds that training leaves out. @default 0.18 */
    dropout: z.number().min(0).lt(1).default(0.18),
  })
  .refine(({ experts, chosen }) => chosen <= experts, { error: 'chosen must not be above experts', path: ['chosen'] });

/** Hyper-parameters of the papers' mixture of experts. */
export type PaperMoeConfig = z.infer<typeof config>;

/**
 * The papers' mixture of experts: 6 × one-token attention and four experts, of which a gate takes two, softmax over these.
 * LN1 and LN2 are shared by all layers. 130,089,624 parameters at 2,080 bins.
 *
 * Nothing keeps the gates from sending every spectrum to the same experts.
 */
export const paperMoe: EncoderDefinition<PaperMoeConfig> = {
  name: 'paper/moe',
  title: 'one-token Transformer with four experts a layer, two of them chosen',
  source: 'Wood et al., SpectroSim: cost table',
  config,
  // The one token is as wide as the spectrum, and on its residual path each of its numbers is a bin.
  featureMap: { along: 'features', positions: (_, axis) => axis.values },
  widths: ({ embedding }, bins) => ({ embedding, token: bins }),

  initial({ layers, heads, experts, hidden, embedding }, axis, random) {
    const bins = axis.values.length;
    const mixtures = Array.from({ length: layers }, (_, layer) =>
      prefixed(initialMixture(random, bins, hidden, experts), `mixtures.${layer}`),
    );
    return {
      trainable: Object.assign(
        {},
        prefixed(initialLayerNorm(bins), 'norm1'),
        initialAttentions(random, bins, { layers, heads }),
        prefixed(initialLayerNorm(bins), 'norm2'),
        ...mixtures,
        prefixed(initialDense(random, bins, embedding), 'embedding'),
      ),
      frozen: {},
    };
  },

  draws: ({ layers, dropout: rate }, bins) =>
    maskedRows(
      bins,
      rate,
      attentionNames(layers).flatMap((name, layer) => [name, `experts.${layer}`]),
    ),

  encode({ layers, heads, chosen, dropout: rate }, weights, x, _, draws = {}) {
    let rows = x;
    for (let layer = 0; layer < layers; layer++) {
      rows = addAttention(weights, layer, rows, { heads, dropout: rate }, draws);
      const mixture = scoped(weights, `mixtures.${layer}`);
      const mixed = mixtureOfExperts(mixture, layerNorm(scoped(weights, 'norm2'), rows), chosen);
      rows = tf.add(rows, dropout(mixed, draws[`experts.${layer}`], rate));
    }
    return oneTokenEncoding(weights, rows);
  },
};
