import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, weightOf } from '../weights.js';
import { median } from './median.js';
import type { Rows, StepDefinition } from './step.js';

/** Deviations below this share of the median of those above 0 are raised to it: bins that hardly vary must not turn noise into signal. */
const FLOOR = 0.05;

/** Autoscaling: each bin minus its mean over the training rows, over its standard deviation (n − 1) there. */
export const autoscale: StepDefinition<{ step: 'autoscale' }> = {
  fit: columnStatistics,
  apply: (x, _step, weights) => tf.mul(tf.sub(x, weightOf(weights, 'mean')), weightOf(weights, 'inverseDeviation')),
};

function columnStatistics({ count, bins, data }: Rows): HostWeights {
  const mean = new Float64Array(bins);
  const squares = new Float64Array(bins);
  for (let i = 0; i < data.length; i++) {
    mean[i % bins] = (mean[i % bins] as number) + (data[i] as number) / count;
  }
  for (let i = 0; i < data.length; i++) {
    squares[i % bins] = (squares[i % bins] as number) + ((data[i] as number) - (mean[i % bins] as number)) ** 2;
  }
  const deviation = squares.map((sum) => Math.sqrt(sum / Math.max(1, count - 1)));
  // Bins that never vary (peaks never detected) say nothing of how much the others do.
  const floor = FLOOR * median(deviation.filter((value) => value > 0)) || 1;
  return {
    mean: hostTensor([bins], (i) => mean[i] as number),
    inverseDeviation: hostTensor([bins], (i) => 1 / Math.max(deviation[i] as number, floor)),
  };
}
