import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { initialBatchNorm, initialRunningStatistics } from '../../layers/batch-norm.js';
import { dense, initialDense } from '../../layers/dense.js';
import { gelu } from '../../layers/gelu.js';
import type { Mode } from '../../mode.js';
import { scoped, type Weights } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';
import { type InitialLayer, joined, normalised } from './normalised.js';

const config = z.strictObject({
  /** Layers, each an inner and an outer network. @default 6 */
  layers: z.int().positive().default(6),
  /** Width inside the networks. @default 256 */
  hidden: z.int().positive().default(256),
  /** Sums between the two. @default 10 */
  sums: z.int().positive().default(10),
  /** E, the embedding's width. @default 256 */
  embedding: z.int().positive().default(256),
});

/** Hyper-parameters of the papers' KAN. */
export type PaperKanConfig = z.infer<typeof config>;

/**
 * The papers' KAN, which has no splines: after Kolmogorov's theorem, an inner network gives each of 2L + 1 terms of 10 sums, to
 * which a row of ones is added, and an outer one reads the sums. 70,916,316 parameters at 2,080 bins.
 *
 * The terms come from a linear layer and go into nothing but their sum: 10 numbers get by a layer of 10.7 million weights
 * what one of 2,570 would give them.
 */
export const paperKan: EncoderDefinition<PaperKanConfig> = {
  name: 'paper/kan',
  title: 'Kolmogorov–Arnold network without splines: perceptrons around ten sums',
  source: 'Wood et al., SpectroSim: cost table',
  config,
  // No feature map: its one token is what perceptrons made of ten sums: nothing in it has a place on the axis.
  widths: ({ embedding, hidden }) => ({ embedding, token: hidden }),

  initial({ layers, hidden, sums, embedding }, axis, random) {
    const bins = axis.values.length;
    const each = Array.from({ length: layers }, (_, layer) => [
      [`layers.${layer}.inner`, initialPerceptron(random, bins, hidden, sums * (2 * bins + 1))] as const,
      [
        `layers.${layer}.outer`,
        initialPerceptron(random, sums, hidden, layer === layers - 1 ? embedding : bins),
      ] as const,
    ]);
    return { ...joined(Object.fromEntries(each.flat())), frozen: {} };
  },

  encode({ layers, sums }, weights, x, mode = 'inference') {
    const updates: Record<string, tf.Tensor> = {};
    let rows = x;
    let hidden = x;
    for (let layer = 0; layer < layers; layer++) {
      const inner = perceptron(weights, `layers.${layer}.inner`, rows, mode, updates);
      const terms = tf.reshape(inner.y, [x.shape[0] as number, -1, sums]);
      // A row of ones among the terms.
      const summed = tf.add(tf.sum(terms, 1), 1);
      ({ y: rows, hidden } = perceptron(weights, `layers.${layer}.outer`, summed, mode, updates));
    }
    return { embedding: rows, tokens: tf.expandDims(hidden, 1), updates };
  },
};

function initialPerceptron(random: Random, inputs: number, hidden: number, outputs: number): InitialLayer {
  const norm = { trainable: initialBatchNorm(hidden), running: initialRunningStatistics(hidden) };
  return joined({
    hidden1: { trainable: initialDense(random, inputs, hidden) },
    norm1: norm,
    hidden2: { trainable: initialDense(random, hidden, hidden) },
    norm2: norm,
    out: { trainable: initialDense(random, hidden, outputs) },
  });
}

/** Two layers with batch normalisation and GELU, and a linear one. */
function perceptron(
  weights: Weights,
  name: string,
  x: tf.Tensor,
  mode: Mode,
  updates: Record<string, tf.Tensor>,
): { readonly y: tf.Tensor; readonly hidden: tf.Tensor } {
  let hidden = x;
  for (const i of [1, 2]) {
    const layer = dense(scoped(weights, `${name}.hidden${i}`), hidden);
    hidden = gelu(normalised(weights, `${name}.norm${i}`, layer, mode, updates));
  }
  return { y: dense(scoped(weights, `${name}.out`), hidden), hidden };
}
