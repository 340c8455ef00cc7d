import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { prefixed, scoped, type Weights } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';
import { FEATURE_OFFSET } from '../feature-map.js';
import { initialOneTokenTransformer, oneTokenDraws, oneTokenTransformer } from './one-token.js';

const config = z.strictObject({
  /** Layers and heads of each member. @default 2 and 2, 4 and 4, 8 and 8 */
  members: z
    .array(z.strictObject({ layers: z.int().positive(), heads: z.int().positive() }))
    .min(1)
    .default([2, 4, 8].map((size) => ({ layers: size, heads: size }))),
  /** Width of the feed-forward layers. @default 256 */
  hidden: z.int().positive().default(256),
  /** E, the embedding's width. @default 256 */
  embedding: z.int().positive().default(256),
  /** Share of what each layer adds that training leaves out. @default 0.18 */
  dropout: z.number().min(0).lt(1).default(0.18),
});

/** Hyper-parameters of the papers' ensemble. */
export type PaperEnsembleConfig = z.infer<typeof config>;

/** The papers' ensemble: the mean of three of their Transformers. 247,219,936 parameters at 2,080 bins. */
export const paperEnsemble: EncoderDefinition<PaperEnsembleConfig> = {
  name: 'paper/ensemble',
  title: 'mean of three one-token Transformers of 2, 4 and 8 layers',
  source: 'Wood et al., SpectroSim: cost table',
  config,
  // The one token is as wide as the spectrum, and on its residual path each of its numbers is a bin.
  featureMap: { along: 'features', positions: (_, axis) => axis.values },
  widths: ({ embedding }, bins) => ({ embedding, token: bins }),

  initial: ({ members, ...rest }, axis, random) => ({
    trainable: Object.assign(
      {},
      ...members.map((member, i) =>
        prefixed(initialOneTokenTransformer(random, axis.values.length, { ...rest, ...member }), `members.${i}`),
      ),
    ),
    frozen: {},
  }),

  draws: ({ members, dropout }, bins) =>
    Object.assign(
      {},
      ...members.map(({ layers }, i) => prefixed(oneTokenDraws(bins, { layers, dropout }), `members.${i}`)),
    ),

  encode({ members, ...rest }, weights, x, _, draws = {}) {
    const each = members.map((member, i) =>
      oneTokenTransformer(memberWeights(weights, i), x, { ...rest, ...member }, scoped(draws, `members.${i}`)),
    );
    const sum = tf.addN(each.map(({ embedding }) => embedding));
    return {
      embedding: tf.mul(sum, 1 / members.length),
      tokens: tf.concat(
        each.map(({ tokens }) => tokens),
        1,
      ),
    };
  },
};

/** The weights of a member, with its own token's share of what is added to the tokens of all. */
function memberWeights(weights: Weights, i: number): Weights {
  const offset = weights[FEATURE_OFFSET];
  const own = scoped(weights, `members.${i}`);
  return offset === undefined ? own : { ...own, [FEATURE_OFFSET]: tf.slice(offset, [0, i, 0], [-1, 1, -1]) };
}
