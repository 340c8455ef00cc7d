import * as tf from '@tensorflow/tfjs-core';
import { type StepDefinition, TINY } from './step.js';

/** Base-peak normalisation: a row divided by its largest absolute intensity. */
export const max: StepDefinition<{ step: 'max' }> = {
  apply: (x) => tf.div(x, tf.maximum(tf.max(tf.abs(x), -1, true), TINY)),
};
