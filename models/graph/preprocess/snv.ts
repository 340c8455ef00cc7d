import * as tf from '@tensorflow/tfjs-core';
import { type StepDefinition, TINY } from './step.js';

/**
 * Standard normal variate (Barnes et al. 1989): a row minus its mean, over its standard deviation (n − 1).
 *
 * Two passes: the variance of centred numbers does not cancel in float32 as the difference of two large sums would. The
 * mean is corrected by the mean of what it leaves, since runtimes sum thousands of positive numbers in orders that differ
 * by 1e-6 of it.
 */
export const snv: StepDefinition<{ step: 'snv' }> = {
  apply: (x) => {
    const bins = x.shape[1] as number;
    const roughly = tf.sub(x, tf.mean(x, -1, true));
    const centred = tf.sub(roughly, tf.mean(roughly, -1, true));
    const variance = tf.div(tf.sum(tf.square(centred), -1, true), Math.max(1, bins - 1));
    return tf.div(centred, tf.sqrt(tf.maximum(variance, TINY ** 2)));
  },
};
