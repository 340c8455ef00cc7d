import { l2Normalise, stopGradient } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { ObjectiveDefinition } from './objective.js';
import { partnersOf } from './partners.js';
import { initialPredictor, predict } from './predictor.js';

const config = z.strictObject({
  /** d of the target at the first step; it rises to 1 as half a cosine. @default 0.996 */
  decay: z.number().min(0).max(1).default(0.996),
  /** Width of the predictor's hidden layer. The paper's is that of its projector's, 4096; so is ours. @default 256 */
  hidden: z.int().positive().default(256),
});

/** Settings of BYOL. */
export type ByolConfig = z.infer<typeof config>;

/**
 * BYOL's loss: every view predicts what the target makes of the other one. The squared distance of unit rows, over both directions.
 *
 * @param predictions q(z) `[2N, P]`, of any length
 * @param targets z of the target `[2N, P]`, of any length; no gradient flows into them
 * @returns the mean over N spectra of the sum over both directions, 0 … 8: for constant rows 0, for unrelated ones about 4
 */
export function byolLoss(predictions: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const wanted = stopGradient((rows) => partnersOf(l2Normalise(rows)), targets);
  const cosines = tf.sum(tf.mul(l2Normalise(predictions), wanted), -1);
  return tf.mul(tf.sub(1, tf.mean(cosines)), 4) as tf.Scalar;
}

/** BYOL's decay of the target at step `t`, counted from 1: from the first one to 1 as half a cosine. */
export function byolDecay(first: number, t: number, steps: number): number {
  return 1 - ((1 - first) * (1 + Math.cos((Math.PI * (t - 1)) / steps))) / 2;
}

/** BYOL: no negatives. A predictor and a slow target keep embeddings from falling into one point. */
export const byol: ObjectiveDefinition<ByolConfig> = {
  name: 'byol',
  title: 'BYOL',
  source: 'Grill et al. 2020, equation 2 and section 3.2',
  reads: [],
  config,
  create: ({ decay, hidden }) => ({
    initial: ({ projection }, random) => ({ trainable: initialPredictor(random, projection, hidden) }),
    targetDecay: (t, steps) => byolDecay(decay, t, steps),
    loss: ({ projections, targets, weights }) => ({
      loss: byolLoss(predict(weights, projections), targets as tf.Tensor),
    }),
  }),
};
