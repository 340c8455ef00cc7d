import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import { dense, initialDense } from './dense.js';

/** Initial weights of multi-head self-attention of `width`. */
export function initialAttention(random: Random, width: number): HostWeights {
  return {
    ...prefixed(initialDense(random, width, 3 * width), 'qkv'),
    ...prefixed(initialDense(random, width, width), 'out'),
  };
}

/**
 * Multi-head self-attention (Vaswani et al. 2017): `[B, T, D]` → `[B, T, D]`.
 *
 * Queries, keys and values come from one product; heads are split by a reshape.
 */
export function selfAttention(weights: Weights, x: tf.Tensor, heads: number): tf.Tensor {
  const [batch, tokens, width] = x.shape as [number, number, number];
  const depth = width / heads;
  const qkv = tf.reshape(dense(scoped(weights, 'qkv'), x), [batch, tokens, 3, heads, depth]);
  // The three lie one after another, so that taking them apart, and their gradients together, moves whole blocks.
  const [queries, keys, values] = tf.unstack(tf.transpose(qkv, [2, 0, 3, 1, 4])) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const affinities = tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(depth));
  const mixed = tf.matMul(tf.softmax(affinities), values);
  return dense(scoped(weights, 'out'), tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, tokens, width]));
}
