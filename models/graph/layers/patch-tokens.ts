import type { Axis, Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights, weightOf } from '../weights.js';
import { dense, initialDense } from './dense.js';
import { positionTable } from './position-table.js';

/** How many patches of `patch` bins cover an axis; the last may be partly empty. */
export function patchCount(bins: number, patch: number): number {
  return Math.ceil(bins / patch);
}

/** Initial weights of patch tokens: a dense layer `patches`, and where they lie on the axis in `positions`, which is frozen. */
export function initialPatchTokens(
  random: Random,
  axis: Axis,
  patch: number,
  width: number,
): { readonly trainable: HostWeights; readonly frozen: HostWeights } {
  return {
    trainable: prefixed(initialDense(random, patch, width), 'patches'),
    frozen: { positions: positionTable(axis, patch, width) },
  };
}

/**
 * Cuts spectra `[B, L]` into patches and makes a token of each, placed by its position on the axis: `[B, T, D]`
 * (Dosovitskiy et al. 2021). What the last patch lacks is 0.
 */
export function patchTokens(weights: Weights, x: tf.Tensor, patch: number): tf.Tensor {
  const [batch, bins] = x.shape as [number, number];
  const count = patchCount(bins, patch);
  const padded = tf.pad2d(x as tf.Tensor2D, [
    [0, 0],
    [0, count * patch - bins],
  ]);
  const patches = tf.reshape(padded, [batch, count, patch]);
  return tf.add(dense(scoped(weights, 'patches'), patches), weightOf(weights, 'positions'));
}
