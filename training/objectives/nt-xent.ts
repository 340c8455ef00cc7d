import { l2Normalise } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { logSumExp } from './log-sum-exp.js';
import type { ObjectiveDefinition } from './objective.js';
import { partnersOf } from './partners.js';

/** Larger than any cosine over any temperature in use; float32 keeps exp(−this) at exactly 0. */
export const EXCLUDED = 1e9;

/**
 * NT-Xent (Chen et al. 2020, "SimCLR"): every view must find its partner among all others.
 *
 * @param projections unit rows z `[2N, P]`; row `i` and row `i + N` are the two views of spectrum `i`
 * @param temperature τ, a scalar
 * @returns the mean over the 2N views: for identical rows exactly `ln(2N − 1)`
 */
export function ntXent(projections: tf.Tensor, temperature: tf.Scalar): tf.Scalar {
  const [views] = projections.shape as [number, number];
  const similarities = tf.div(tf.matMul(projections, projections, false, true), temperature);
  const others = tf.sub(similarities, tf.mul(tf.eye(views), EXCLUDED));
  const positives = tf.div(tf.sum(tf.mul(projections, partnersOf(projections)), -1), temperature);
  return tf.mean(tf.sub(logSumExp(others), positives)) as tf.Scalar;
}

/** NT-Xent as an objective: tells spectra apart, without labels. */
export const ntXentObjective: ObjectiveDefinition<object> = {
  name: 'nt-xent',
  title: 'NT-Xent',
  source: 'Chen et al. 2020, equation 1',
  reads: ['temperature'],
  config: z.strictObject({}),
  create: () => ({
    chance: (batch) => Math.log(2 * batch - 1),
    loss: ({ projections, temperature }) => ({ loss: ntXent(l2Normalise(projections), temperature) }),
  }),
};
