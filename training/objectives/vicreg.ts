import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { ObjectiveDefinition } from './objective.js';
import { squaredOffDiagonal } from './off-diagonal.js';
import { viewsOf } from './partners.js';

/** The paper's ε, under the root of a variance. */
const EPSILON = 1e-4;

/** The paper's γ: the standard deviation that every feature is to have at least. */
const DEVIATION = 1;

const config = z.strictObject({
  /** λ, the weight of how far apart two views of a spectrum are. @default 25 */
  invariance: z.number().min(0).default(25),
  /** μ, the weight of features that vary too little. @default 25 */
  variance: z.number().min(0).default(25),
  /** ν, the weight of what features share. @default 1 */
  covariance: z.number().min(0).default(1),
});

/** Settings of VICReg. */
export type VicRegConfig = z.infer<typeof config>;

/**
 * VICReg: views alike (invariance), features that vary (variance) and have nothing in common (covariance).
 *
 * As in the paper's algorithm 1: the distance of two views is a mean over features too, and variances and covariances divide by N − 1.
 *
 * @param projections z `[2N, P]`, whose scale matters
 * @returns for constant rows `2 · 0.99 · variance`: 49.5
 */
export function vicRegLoss(projections: tf.Tensor, weights: VicRegConfig): tf.Scalar {
  const views = viewsOf(projections);
  const [first, second] = views;
  const alike = tf.mean(tf.square(tf.sub(first, second)));
  const spreads = views.map(spreadOf);
  return tf.addN([
    tf.mul(alike, weights.invariance),
    ...spreads.map(({ hinge }) => tf.mul(hinge, weights.variance)),
    ...spreads.map(({ shared }) => tf.mul(shared, weights.covariance)),
  ]) as tf.Scalar;
}

/** v and c of one view `[N, P]`. */
function spreadOf(rows: tf.Tensor): { readonly hinge: tf.Tensor; readonly shared: tf.Tensor } {
  const [count, width] = rows.shape as [number, number];
  const centred = tf.sub(rows, tf.mean(rows, 0, true));
  const deviations = tf.sqrt(tf.add(tf.div(tf.sum(tf.square(centred), 0), count - 1), EPSILON));
  const covariances = tf.div(tf.matMul(centred, centred, true), count - 1);
  return {
    hinge: tf.mean(tf.relu(tf.sub(DEVIATION, deviations))),
    shared: tf.div(squaredOffDiagonal(covariances), width),
  };
}

/** VICReg: no negatives, and no normalisation of projections. */
export const vicReg: ObjectiveDefinition<VicRegConfig> = {
  name: 'vicreg',
  title: 'VICReg',
  source: 'Bardes et al. 2022, equations 1 to 6 and algorithm 1',
  reads: [],
  config,
  create: (weights) => ({
    loss: ({ projections }) => ({ loss: vicRegLoss(projections, weights) }),
  }),
};
