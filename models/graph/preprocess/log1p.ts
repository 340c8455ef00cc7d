import * as tf from '@tensorflow/tfjs-core';
import type { StepDefinition } from './step.js';

/** `ln(1 + x)`; negative intensities count as 0. */
export const log1p: StepDefinition<{ step: 'log1p' }> = {
  apply: (x) => tf.log1p(tf.relu(x)),
};
