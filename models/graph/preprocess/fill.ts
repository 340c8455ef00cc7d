import type { RecipeStep } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { hostTensor, weightOf } from '../weights.js';
import { detectedMedians } from './median.js';
import type { StepDefinition } from './step.js';

/**
 * Filling: a bin without a detected intensity (≤ 0) takes the median of the intensities that training rows have there; 0
 * where they have none. For tables of peaks, whose missing intensities are more often missed than absent.
 */
export const fill: StepDefinition<Extract<RecipeStep, { step: 'fill' }>> = {
  fit(rows) {
    const medians = detectedMedians(rows);
    return { median: hostTensor([rows.bins], (bin) => medians[bin] as number) };
  },
  apply: (x, _step, weights) => tf.where(tf.greater(x, 0), x, weightOf(weights, 'median')),
};
