import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Mode } from '../mode.js';
import { prefixed, scoped, type Weights } from '../weights.js';
import type { BatchNormalised } from './batch-norm.js';
import { initialRunningConvolution, runningConvolution } from './running-convolution.js';

/** Bins that each convolution of a block sees. */
const SIZE = 3;

/** Initial weights of a residual block of `channels` → `filters`; with a shortcut of its own where shapes differ. */
export function initialResidualConvolutions(
  random: Random,
  channels: number,
  filters: number,
  stride: number,
): ReturnType<typeof initialRunningConvolution> {
  const parts = {
    first: initialRunningConvolution(random, channels, filters, SIZE),
    second: initialRunningConvolution(random, filters, filters, SIZE),
    ...(isStraight(channels, filters, stride)
      ? {}
      : { shortcut: initialRunningConvolution(random, channels, filters, 1) }),
  };
  const all = Object.entries(parts);
  return {
    trainable: Object.assign({}, ...all.map(([name, { trainable }]) => prefixed(trainable, name))),
    running: Object.assign({}, ...all.map(([name, { running }]) => prefixed(running, name))),
  };
}

/**
 * A residual block of two convolutions (He et al. 2016, figure 5 left, along one axis): `[B, C, L]` → `[B, O, ⌈L / stride⌉]`,
 * `ReLU(BN(conv(ReLU(BN(conv(x))))) + shortcut(x))`, the shortcut being x itself or its convolution by one bin.
 */
export function residualConvolutions(weights: Weights, x: tf.Tensor, stride: number, mode: Mode): BatchNormalised {
  const first = runningConvolution(scoped(weights, 'first'), x, stride, mode);
  const second = runningConvolution(scoped(weights, 'second'), tf.relu(first.y), 1, mode);
  const own = scoped(weights, 'shortcut');
  const shortcut = Object.keys(own).length === 0 ? { y: x, updates: {} } : runningConvolution(own, x, stride, mode);
  return {
    y: tf.relu(tf.add(second.y, shortcut.y)),
    updates: {
      ...prefixed(first.updates, 'first'),
      ...prefixed(second.updates, 'second'),
      ...prefixed(shortcut.updates, 'shortcut'),
    },
  };
}

/** The windows of a block's longer path, one after another. */
export function residualWindows(stride: number): { size: number; stride: number; padding: 'same' }[] {
  return [stride, 1].map((step) => ({ size: SIZE, stride: step, padding: 'same' }));
}

function isStraight(channels: number, filters: number, stride: number): boolean {
  return channels === filters && stride === 1;
}
