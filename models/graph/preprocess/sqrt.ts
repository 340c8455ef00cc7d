import * as tf from '@tensorflow/tfjs-core';
import type { StepDefinition } from './step.js';

/** Square root, which evens out shot noise; negative intensities count as 0. */
export const sqrt: StepDefinition<{ step: 'sqrt' }> = {
  apply: (x) => tf.sqrt(tf.relu(x)),
};
