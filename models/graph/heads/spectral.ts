import * as tf from '@tensorflow/tfjs-core';
import { dense, initialDense } from '../layers/dense.js';
import { gelu } from '../layers/gelu.js';
import { normalTensor, prefixed, scoped, weightOf } from '../weights.js';
import type { HeadDefinition } from './head.js';

const QUERIES = 4;
const HIDDEN = 256;
const PROJECTION = 128;

/**
 * A head that sees where the peaks are: learned queries pool the tokens by attention (Lee et al. 2019, "Set Transformer"),
 * so that the distribution of peaks along the axis reaches the objective beside the embedding.
 */
export const spectralHead: HeadDefinition = {
  name: 'spectral',
  width: () => PROJECTION,
  initial: ({ embedding, token }, random) => ({
    queries: normalTensor(random, [token, QUERIES], Math.sqrt(1 / token)),
    ...prefixed(initialDense(random, embedding + QUERIES * token, HIDDEN), 'hidden'),
    ...prefixed(initialDense(random, HIDDEN, PROJECTION), 'projection'),
  }),
  project(weights, { embedding, tokens }) {
    const [batch, count, width] = tokens.shape as [number, number, number];
    const affinities = tf.matMul(tf.reshape(tokens, [batch * count, width]), weightOf(weights, 'queries'));
    const attention = tf.softmax(tf.transpose(tf.reshape(affinities, [batch, count, QUERIES]), [0, 2, 1]));
    const pooled = tf.reshape(tf.matMul(attention, tokens), [batch, QUERIES * width]);
    const hidden = gelu(dense(scoped(weights, 'hidden'), tf.concat([embedding, pooled], 1)));
    return dense(scoped(weights, 'projection'), hidden);
  },
};
