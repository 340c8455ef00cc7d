import { dense, initialDense, prefixed, scoped, type Weights } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { logSumExp } from './log-sum-exp.js';
import type { ObjectiveDefinition } from './objective.js';
import { viewsOf } from './partners.js';

const config = z.strictObject({
  /** Share of certainty that is taken from the label. @default 0.1 */
  labelSmoothing: z.number().min(0).lt(1).default(0.1),
  /** With how many others of the batch each spectrum is compared; no more than make every pair once. @default 2 */
  partners: z.int().positive().default(2),
});

/** Settings of the classification of pairs. */
export type ClassificationConfig = z.infer<typeof config>;

/**
 * Cross-entropy of two classes, either weighted by one over its share of the batch's pairs, so that both weigh half.
 *
 * How weights and smoothing go together is ours: a pair weighs by its label's class as a whole. PyTorch's `CrossEntropyLoss` with both
 * weighs every class's share of the smoothed label by that class's own weight.
 *
 * @param logits `[P, 2]`: of different groups, of the same
 * @param same 1 for pairs of one group, 0 for others `[P]`, float32
 * @param smoothing ε: the label's probability is 1 − ε/2 (Szegedy et al. 2016)
 * @returns for equal logits ln 2; where the batch has one class only, the mean over that
 */
export function classificationLoss(logits: tf.Tensor, same: tf.Tensor, smoothing: number): tf.Scalar {
  const wanted = tf.add(tf.mul(tf.stack([tf.sub(1, same), same], 1), 1 - smoothing), smoothing / 2);
  const each = tf.sub(logSumExp(logits), tf.sum(tf.mul(logits, wanted), -1));
  const classes = [same, tf.sub(1, same)].map((members) => {
    const count = tf.sum(members);
    return { mean: tf.div(tf.sum(tf.mul(each, members)), tf.maximum(count, 1)), present: tf.minimum(count, 1) };
  });
  const present = tf.maximum(tf.addN(classes.map((one) => one.present)), 1);
  return tf.div(tf.addN(classes.map(({ mean }) => mean)), present) as tf.Scalar;
}

/**
 * Binary classification of difference vectors: the encoder reads |a − b| of two preprocessed spectra, a linear layer gives the logits
 * of "different groups" and "same group". The score of a pair is their difference, whichever spectrum comes first.
 *
 * Pairs are each spectrum with those that follow it in the batch, which is made of pairs of one group, so that a good share of
 * them is of one group. There are two views of a pair: the first view of the one with the second of the other, and the reverse.
 */
export const classification: ObjectiveDefinition<ClassificationConfig> = {
  name: 'classification',
  title: 'classification of differences',
  source: 'Wood et al., binary classifier on difference vectors',
  reads: ['groups'],
  config,
  create: ({ labelSmoothing, partners }) => ({
    chance: () => Math.LN2,
    initial: ({ embedding }, random) => ({ trainable: prefixed(initialDense(random, embedding, 2), 'classifier') }),
    pairs: {
      between,
      inputs(views) {
        const [first, second] = viewsOf(views);
        const shifts = shiftsOf(first.shape[0] as number, partners);
        return tf.concat(
          [
            ...shifts.map((shift) => between(first, following(second, shift))),
            ...shifts.map((shift) => between(second, following(first, shift))),
          ],
          0,
        );
      },
      score(weights, embedding) {
        const [different, same] = tf.split(logitsOf(weights, embedding), 2, 1) as [tf.Tensor, tf.Tensor];
        return tf.squeeze(tf.sub(same, different), [1]);
      },
    },
    loss({ embedding, groups, weights }) {
      const labels = groups as tf.Tensor;
      const shifts = shiftsOf(labels.shape[0] as number, partners);
      const same = tf.concat(
        shifts.map((shift) => tf.cast(tf.equal(labels, following(labels, shift)), 'float32')),
        0,
      );
      return { loss: classificationLoss(logitsOf(weights, embedding), tf.concat([same, same], 0), labelSmoothing) };
    },
  }),
};

function between(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.abs(tf.sub(a, b));
}

function logitsOf(weights: Weights, embedding: tf.Tensor): tf.Tensor {
  return dense(scoped(weights, 'classifier'), embedding);
}

/** 1, 2 … up to `partners`, and to where pairs would come again. */
function shiftsOf(count: number, partners: number): number[] {
  const most = Math.max(1, Math.floor((count - 1) / 2));
  return Array.from({ length: Math.min(partners, most) }, (_, i) => i + 1);
}

/** Row `i + shift` at `i`, the first ones after the last. */
function following(rows: tf.Tensor, shift: number): tf.Tensor {
  const rest = rows.shape.slice(1);
  const zeros = rest.map(() => 0);
  const count = rows.shape[0] as number;
  return tf.concat(
    [tf.slice(rows, [shift, ...zeros], [count - shift, ...rest]), tf.slice(rows, [0, ...zeros], [shift, ...rest])],
    0,
  );
}
