import * as tf from '@tensorflow/tfjs-core';
import { type StepDefinition, TINY } from './step.js';

/**
 * Standard normal variate (Barnes et al. 1989): a row minus its mean, over its standard deviation (n − 1).
 *
 * Two passes: the variance of centred numbers does not cancel in float32 as the difference of two large sums would.
 */
export const snv: StepDefinition<{ step: 'snv' }> = {
  apply: (x) => {
    const bins = x.shape[1] as number;
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.div(tf.sum(tf.square(centred), -1, true), Math.max(1, bins - 1));
    return tf.div(centred, tf.sqrt(tf.maximum(variance, TINY)));
  },
};
