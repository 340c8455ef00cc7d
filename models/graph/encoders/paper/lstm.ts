import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { dense, initialDense } from '../../layers/dense.js';
import { initialLstm, lstm } from '../../layers/lstm.js';
import { prefixed, scoped } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';

const config = z.strictObject({
  /** LSTMs one after another. @default 6 */
  layers: z.int().positive().default(6),
  /** H, the width of their states. @default 256 */
  hidden: z.int().positive().default(256),
  /** E, the embedding's width. @default 256 */
  embedding: z.int().positive().default(256),
});

/** Hyper-parameters of the papers' LSTM. */
export type PaperLstmConfig = z.infer<typeof config>;

/**
 * The papers' LSTM: the whole spectrum is one token, so that nothing recurs. State and cell start at 0, so the hidden weights and the
 * forget gate have no effect and exactly no gradient.
 *
 * Its count is nowhere published; six layers, as in the other encoders of the table, are our reading.
 */
export const paperLstm: EncoderDefinition<PaperLstmConfig> = {
  name: 'paper/lstm',
  title: 'LSTM whose one token is the whole spectrum',
  source: 'Wood et al., SpectroSim: cost table; depth is our reading',
  config,
  // No feature map: its one token is a state of its own width: nothing in it has a place on the axis.
  widths: ({ embedding, hidden }) => ({ embedding, token: hidden }),

  initial({ layers, hidden, embedding }, axis, random) {
    const each = Array.from({ length: layers }, (_, layer) =>
      prefixed(initialLstm(random, layer === 0 ? axis.values.length : hidden, hidden), `layers.${layer}`),
    );
    return {
      trainable: Object.assign({}, ...each, prefixed(initialDense(random, hidden, embedding), 'embedding')),
      frozen: {},
    };
  },

  encode({ layers, hidden }, weights, x) {
    let tokens: tf.Tensor = tf.expandDims(x, 1);
    for (let layer = 0; layer < layers; layer++) {
      tokens = lstm(scoped(weights, `layers.${layer}`), tokens);
    }
    const state = tf.reshape(tokens, [x.shape[0] as number, hidden]);
    return { embedding: dense(scoped(weights, 'embedding'), state), tokens };
  },
};
