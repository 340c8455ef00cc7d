import * as tf from '@tensorflow/tfjs-core';
import { hostTensor, weightOf } from '../weights.js';
import { detectedMedians } from './median.js';
import { type StepDefinition, TINY } from './step.js';

/** What a quotient is where nothing was detected: below every quotient, so that a falling sort puts it last. */
const NOT_DETECTED = -1;

/**
 * Probabilistic quotient normalisation (Dieterle et al. 2006, Anal. Chem. 78, 4281): a row divided by the median of its
 * quotients to a reference spectrum, over the bins that are detected (> 0) in both.
 *
 * The reference is the median of each bin's detected intensities over the training rows, as they arrive. The paper brings
 * rows to a common integral before that; `tic` before this step does so. It changes the reference only: the quotient of a
 * row cancels whatever factor the row carries. A row that shares no detected bin with the reference stays as it is.
 */
export const pqn: StepDefinition<{ step: 'pqn' }> = {
  fit(rows) {
    const medians = detectedMedians(rows);
    return { reference: hostTensor([rows.bins], (bin) => medians[bin] as number) };
  },
  apply(x, _step, weights) {
    const reference = weightOf(weights, 'reference');
    const known = tf.greater(reference, 0);
    const detected = tf.logicalAnd(tf.greater(x, 0), known);
    const quotients = tf.where(detected, tf.div(x, tf.where(known, reference, 1)), NOT_DETECTED);
    const count = tf.sum(tf.cast(detected, 'float32'), -1, true);
    const factor = medianOfLargest(quotients, count);
    return tf.div(x, tf.where(tf.greater(count, 0), tf.maximum(factor, TINY), 1));
  },
};

/**
 * The median of the `count [B, 1]` largest numbers of each row `[B, L]` → `[B, 1]`, without a computed index: sorted, the
 * middle is at most half a place from (count − 1) / 2, and the two around it are when the count is even.
 */
function medianOfLargest(x: tf.Tensor, count: tf.Tensor): tf.Tensor {
  const bins = x.shape[1] as number;
  const sorted = tf.topk(x, bins).values;
  const middle = tf.div(tf.sub(count, 1), 2);
  const isMiddle = tf.lessEqual(tf.abs(tf.sub(tf.range(0, bins), middle)), 0.5);
  const sum = tf.sum(tf.where(isMiddle, sorted, 0), -1, true);
  return tf.div(sum, tf.sum(tf.cast(isMiddle, 'float32'), -1, true));
}
