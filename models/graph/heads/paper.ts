import * as tf from '@tensorflow/tfjs-core';
import { batchNorm, initialBatchNorm } from '../layers/batch-norm.js';
import { dense, initialDense } from '../layers/dense.js';
import { initialLayerNorm, layerNorm } from '../layers/layer-norm.js';
import { prefixed, scoped } from '../weights.js';
import type { HeadDefinition } from './head.js';

const WIDTH = 256;

/** The SpectroSim paper's head: LN → [Linear 256 → BN → ReLU] × 2 → Linear 256, which NT-Xent scales to unit length. */
export const paperHead: HeadDefinition = {
  name: 'paper',
  width: () => WIDTH,
  initial: ({ embedding }, random) => ({
    ...prefixed(initialLayerNorm(embedding), 'norm'),
    ...prefixed(initialDense(random, embedding, WIDTH), 'hidden1'),
    ...prefixed(initialBatchNorm(WIDTH), 'batchNorm1'),
    ...prefixed(initialDense(random, WIDTH, WIDTH), 'hidden2'),
    ...prefixed(initialBatchNorm(WIDTH), 'batchNorm2'),
    ...prefixed(initialDense(random, WIDTH, WIDTH), 'projection'),
  }),
  project(weights, { embedding }) {
    let x = layerNorm(scoped(weights, 'norm'), embedding);
    for (const i of [1, 2]) {
      x = tf.relu(batchNorm(scoped(weights, `batchNorm${i}`), dense(scoped(weights, `hidden${i}`), x)));
    }
    return dense(scoped(weights, 'projection'), x);
  },
};
