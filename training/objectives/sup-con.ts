import { l2Normalise } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { logSumExp } from './log-sum-exp.js';
import { EXCLUDED } from './nt-xent.js';
import type { ObjectiveDefinition } from './objective.js';

/**
 * Supervised contrastive loss (Khosla et al. 2020, equation 2: the sum over positives outside the logarithm): every view must
 * find all views of its group among all others. With every spectrum a group of its own it is NT-Xent.
 *
 * @param projections unit rows z `[V, P]`
 * @param labels the group of each view `[V]`
 * @param temperature τ, a scalar
 * @returns the mean over the V views, one without a positive counting 0: for identical rows that all have one `ln(V − 1)`
 */
export function supCon(projections: tf.Tensor, labels: tf.Tensor, temperature: tf.Scalar): tf.Scalar {
  const [views] = projections.shape as [number, number];
  const similarities = tf.div(tf.matMul(projections, projections, false, true), temperature);
  const self = tf.eye(views);
  const others = logSumExp(tf.sub(similarities, tf.mul(self, EXCLUDED)));
  const alike = tf.equal(tf.expandDims(labels, 0), tf.expandDims(labels, 1));
  const positive = tf.sub(tf.cast(alike, 'float32'), self);
  const counts = tf.sum(positive, -1);
  const attracted = tf.div(tf.sum(tf.mul(similarities, positive), -1), tf.maximum(counts, 1));
  return tf.mean(tf.sub(tf.mul(others, tf.minimum(counts, 1)), attracted)) as tf.Scalar;
}

/** SupCon as an objective: all views of all spectra of a group are each other's positives. */
export const supConObjective: ObjectiveDefinition<object> = {
  name: 'sup-con',
  title: 'SupCon',
  source: 'Khosla et al. 2020, equation 2',
  reads: ['groups', 'temperature'],
  config: z.strictObject({}),
  create: () => ({
    chance: (batch) => Math.log(2 * batch - 1),
    loss({ projections, groups, temperature }) {
      const labels = groups as tf.Tensor;
      return { loss: supCon(l2Normalise(projections), tf.concat([labels, labels], 0), temperature) };
    },
  }),
};
