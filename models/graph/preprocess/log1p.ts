import * as tf from '@tensorflow/tfjs-core';
import type { StepDefinition } from './step.js';

/**
 * `ln(1 + x)`; negative intensities count as 0.
 *
 * Before a step that takes a row's mean off, the logarithm is taken of intensities over their geometric mean: near 0 a logarithm
 * has ten times the digits it has near 10, and runtimes, whose logarithms differ in the last one, agree ten times as closely.
 */
export const log1p: StepDefinition<{ step: 'log1p' }> = {
  apply(x, _step, _weights, anyOffset) {
    const detected = tf.relu(x);
    if (!anyOffset) {
      return tf.log1p(detected);
    }
    const counted = tf.add(detected, 1);
    return tf.log(tf.mul(counted, tf.exp(tf.neg(tf.mean(tf.log(counted), -1, true)))));
  },
};
