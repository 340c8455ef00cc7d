import { z } from 'zod';
import type { EncoderDefinition } from '../encoder.js';
import { initialOneTokenTransformer, oneTokenDraws, oneTokenTransformer } from './one-token.js';

const config = z.strictObject({
  /** Attention layers. @default 6 */
  layers: z.int().positive().default(6),
  /** Attention heads; divides the number of bins. @default 8 */
  heads: z.int().positive().default(8),
  /** Width of the feed-forward layer. @default 256 */
  hidden: z.int().positive().default(256),
  /** E, the embedding's width. @default 256 */
  embedding: z.int().positive().default(256),
  /** Share of what each layer adds that training leaves out. @default 0.18 */
  dropout: z.number().min(0).lt(1).default(0.18),
});

/** Hyper-parameters of the papers' Transformer. */
export type PaperTransformerConfig = z.infer<typeof config>;

/**
 * The papers' Transformer: the whole spectrum is one token of width L. 6 × x = x + drop(MHA(LN1(x))) with one LN1 for all,
 * then once x + drop(FFN(LN2(x))), a linear layer to E. 105,491,872 parameters at 2,080 bins.
 *
 * Over one token softmax is 1, so that queries and keys have no effect and exactly no gradient: each attention layer is a
 * linear layer of LN1(x). Half of its weights are queries and keys. `transformer` is the one that attends.
 */
export const paperTransformer: EncoderDefinition<PaperTransformerConfig> = {
  name: 'paper/transformer',
  title: 'Transformer whose one token is the whole spectrum',
  source: 'Wood et al., SpectroSim: cost table',
  config,
  // The one token is as wide as the spectrum, and on its residual path each of its numbers is a bin.
  featureMap: { along: 'features', positions: (_, axis) => axis.values },
  widths: ({ embedding }, bins) => ({ embedding, token: bins }),
  initial: (options, axis, random) => ({
    trainable: initialOneTokenTransformer(random, axis.values.length, options),
    frozen: {},
  }),
  draws: (options, bins) => oneTokenDraws(bins, options),
  encode: (options, weights, x, _, draws = {}) => oneTokenTransformer(weights, x, options, draws),
};
