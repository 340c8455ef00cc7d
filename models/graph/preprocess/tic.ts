import * as tf from '@tensorflow/tfjs-core';
import { type StepDefinition, TINY } from './step.js';

/** Total-ion-current normalisation: a row divided by the sum of its absolute intensities. */
export const tic: StepDefinition<{ step: 'tic' }> = {
  apply: (x) => tf.div(x, tf.maximum(tf.sum(tf.abs(x), -1, true), TINY)),
};
