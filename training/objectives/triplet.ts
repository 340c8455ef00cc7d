import { SpectroSimError } from '@spectrosim/models';
import { l2Normalise, stopGradient } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { ObjectiveDefinition } from './objective.js';

/** Spectra in a batch at most: at 128 a number for every triplet is 67 MB, and a step holds several such tensors. */
const MOST_SPECTRA = 128;

const config = z.strictObject({
  /** How much further a view of another group is to be than one of its own. @default 1 */
  margin: z.number().positive().default(1),
  /** Only terms above this count: triplets that are right already would water down the mean. @default 0.3 */
  keep: z.number().min(0).default(0.3),
});

/** Settings of the triplet loss. */
export type TripletConfig = z.infer<typeof config>;

/**
 * Triplet loss over all triplets of a batch: `max(0, d(a, p) − d(a, n) + margin)` of an anchor, another view of its group and one of
 * another group, with d = 1 − cos; the mean over the terms above `keep`.
 *
 * Triplets are V³, which are 32,768 numbers for 16 spectra and 2 million for 64.
 *
 * @param projections unit rows z `[V, P]`
 * @param labels the group of each view `[V]`
 * @returns for identical rows the margin; 0 where no term is above `keep`
 * @throws SpectroSimError `usage` when there are more than 256 views, two each of 128 spectra
 */
export function tripletLoss(projections: tf.Tensor, labels: tf.Tensor, { margin, keep }: TripletConfig): tf.Scalar {
  const [views] = projections.shape as [number, number];
  if (views > 2 * MOST_SPECTRA) {
    const megabytes = Math.round((4 * views ** 3) / 1e6);
    throw new SpectroSimError(
      'usage',
      `The triplet loss counts all triplets of ${views} views: ${megabytes} MB for one number each, several times a step. Expected a batch of at most ${MOST_SPECTRA} spectra. Lower "batch", or take "sup-con", which reads groups too and grows with the square.`,
    );
  }
  const distances = tf.sub(1, tf.matMul(projections, projections, false, true));
  const alike = tf.cast(tf.equal(tf.expandDims(labels, 0), tf.expandDims(labels, 1)), 'float32');
  const positive = tf.expandDims(tf.sub(alike, tf.eye(views)), 2);
  const negative = tf.expandDims(tf.sub(1, alike), 1);
  // [V, V, V]: anchor, positive, negative.
  const terms = tf.add(tf.sub(tf.expandDims(distances, 2), tf.expandDims(distances, 1)), margin);
  const above = stopGradient((values) => tf.cast(tf.greater(values, keep), 'float32'), terms);
  const kept = tf.mul(tf.mul(positive, negative), above);
  return tf.div(tf.sum(tf.mul(terms, kept)), tf.maximum(tf.sum(kept), 1)) as tf.Scalar;
}

/** The triplet loss as an objective: positives and negatives are what groups are in the batch. */
export const tripletObjective: ObjectiveDefinition<TripletConfig> = {
  name: 'triplet',
  title: 'triplet',
  source: 'Vorozhtsov & Kitina 2024',
  reads: ['groups'],
  config,
  create: (settings) => ({
    ...(settings.keep < settings.margin && { chance: () => settings.margin }),
    loss({ projections, groups }) {
      const labels = groups as tf.Tensor;
      return { loss: tripletLoss(l2Normalise(projections), tf.concat([labels, labels], 0), settings) };
    },
  }),
};
