import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { ObjectiveDefinition } from './objective.js';
import { squaredOffDiagonal } from './off-diagonal.js';
import { viewsOf } from './partners.js';
import { standardised } from './standardised.js';

const config = z.strictObject({
  /** λ, the weight of what features share. @default 0.005 */
  lambda: z.number().min(0).default(0.005),
});

/** Settings of Barlow Twins. */
export type BarlowTwinsConfig = z.infer<typeof config>;

/**
 * Barlow Twins: the correlations over the batch of the features of one view with those of the other are to be the identity.
 *
 * A batch of N leaves correlations of about 1/√N between features that have nothing in common, so the loss does not reach 0
 * where P exceeds N.
 *
 * @param projections z `[2N, P]`, of any scale
 * @param lambda λ
 * @returns Σᵢ (1 − Cᵢᵢ)² + λ Σᵢ≠ⱼ Cᵢⱼ²: for constant rows P
 */
export function barlowTwinsLoss(projections: tf.Tensor, lambda: number): tf.Scalar {
  const [first, second] = viewsOf(projections).map(standardised) as [tf.Tensor, tf.Tensor];
  const count = first.shape[0] as number;
  const correlations = tf.div(tf.matMul(first, second, true), count);
  const own = tf.div(tf.sum(tf.mul(first, second), 0), count);
  const invariance = tf.sum(tf.square(tf.sub(1, own)));
  return tf.add(invariance, tf.mul(squaredOffDiagonal(correlations), lambda)) as tf.Scalar;
}

/** Barlow Twins: no negatives; features are kept apart from each other. */
export const barlowTwins: ObjectiveDefinition<BarlowTwinsConfig> = {
  name: 'barlow-twins',
  title: 'Barlow Twins',
  source: 'Zbontar et al. 2021, equation 1',
  reads: [],
  config,
  create: ({ lambda }) => ({
    loss: ({ projections }) => ({ loss: barlowTwinsLoss(projections, lambda) }),
  }),
};
