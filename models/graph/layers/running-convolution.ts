import type { Random } from '@spectrosim/models';
import type * as tf from '@tensorflow/tfjs-core';
import type { Mode } from '../mode.js';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import { type BatchNormalised, initialBatchNorm, initialRunningStatistics, runningBatchNorm } from './batch-norm.js';
import { conv1d, initialConv1d } from './conv1d.js';

/** Initial weights of a convolution and the batch normalisation after it, which does the work of a bias. */
export function initialRunningConvolution(
  random: Random,
  channels: number,
  filters: number,
  size: number,
): { readonly trainable: HostWeights; readonly running: HostWeights } {
  return {
    trainable: {
      ...prefixed(initialConv1d(random, channels, filters, size, { bias: false }), 'conv'),
      ...prefixed(initialBatchNorm(filters), 'norm'),
    },
    running: prefixed(initialRunningStatistics(filters), 'norm'),
  };
}

/** A convolution along spectra and batch normalisation with running statistics: `[B, C, L]` → `[B, O, ⌈L / stride⌉]`. */
export function runningConvolution(weights: Weights, x: tf.Tensor, stride: number, mode: Mode): BatchNormalised {
  const convolved = conv1d(scoped(weights, 'conv'), x, { stride, padding: 'same' });
  const { y, updates } = runningBatchNorm(scoped(weights, 'norm'), convolved, mode);
  return { y, updates: prefixed(updates, 'norm') };
}
