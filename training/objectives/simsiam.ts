import { l2Normalise, stopGradient } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { ObjectiveDefinition } from './objective.js';
import { partnersOf } from './partners.js';
import { initialPredictor, predict } from './predictor.js';
import { standardised } from './standardised.js';

const config = z.strictObject({
  /** Width of the predictor's hidden layer. The paper's is a quarter of its projection's (512 of 2048); so is ours. @default 64 */
  hidden: z.int().positive().default(64),
});

/** Settings of SimSiam. */
export type SimSiamConfig = z.infer<typeof config>;

/**
 * SimSiam's loss: every view predicts the other one's projection, which is held still.
 *
 * @param predictions p `[2N, P]`, of any length
 * @param projections z `[2N, P]`, of any length; no gradient flows into them from here
 * @returns minus the mean cosine over the 2N views, −1 … 1: for constant rows −1, for unrelated ones about 0
 */
export function simSiamLoss(predictions: tf.Tensor, projections: tf.Tensor): tf.Scalar {
  const wanted = stopGradient((rows) => partnersOf(l2Normalise(rows)), projections);
  return tf.neg(tf.mean(tf.sum(tf.mul(l2Normalise(predictions), wanted), -1))) as tf.Scalar;
}

/** SimSiam: BYOL without a target. The projection ends in batch normalisation without weights, as the paper's does. */
export const simSiam: ObjectiveDefinition<SimSiamConfig> = {
  name: 'simsiam',
  title: 'SimSiam',
  source: 'Chen & He 2021, equations 1 to 4',
  reads: [],
  config,
  create: ({ hidden }) => ({
    initial: ({ projection }, random) => ({ trainable: initialPredictor(random, projection, hidden) }),
    loss({ projections, weights }) {
      const z = standardised(projections);
      return { loss: simSiamLoss(predict(weights, z), z) };
    },
  }),
};
