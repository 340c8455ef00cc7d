import * as tf from '@tensorflow/tfjs-core';
import { type StepDefinition, TINY } from './step.js';

/** Far below a variance that is 1 but for rounding: only a row of zeros has less. */
const LEAST_VARIANCE = 0.5;

/**
 * Standard normal variate (Barnes et al. 1989): a row minus its mean, over its standard deviation (n − 1).
 *
 * Each in two passes, since runtimes sum thousands of positive numbers in orders that differ by 1e-6 of the sum. The mean is
 * corrected by the mean of what it leaves, the variance by how far that of the scaled row is from 1: sums of numbers of both
 * signs, which stay small. A back-end may project a spectrum onto directions in which it varies a hundred times less than it
 * is long, and there an error of its length would count a hundredfold.
 */
export const snv: StepDefinition<{ step: 'snv' }> = {
  ignoresOffset: () => true,
  apply: (x) => {
    const bins = x.shape[1] as number;
    const degrees = Math.max(1, bins - 1);
    const roughly = tf.sub(x, tf.mean(x, -1, true));
    const centred = tf.sub(roughly, tf.mean(roughly, -1, true));
    const variance = tf.div(tf.sum(tf.square(centred), -1, true), degrees);
    const deviation = tf.sqrt(tf.maximum(variance, TINY ** 2));
    // Σ (y² − 1) over n is Σ y² − n, and Σ y² is to be n − 1.
    const excess = tf.div(tf.sum(tf.sub(tf.square(tf.div(centred, deviation)), 1), -1, true), degrees);
    const left = tf.add(excess, bins / degrees);
    return tf.div(centred, tf.mul(deviation, tf.sqrt(tf.maximum(left, LEAST_VARIANCE))));
  },
};
