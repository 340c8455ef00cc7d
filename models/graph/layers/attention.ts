import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import { attend } from './attend.js';
import { dense, initialDense } from './dense.js';
import { normalisedDense } from './normalised-dense.js';

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
 * Queries, keys and values come from one product.
 *
 * @param norm weights of a layer normalisation of `x` that comes first (Xiong et al. 2020)
 */
export function selfAttention(weights: Weights, x: tf.Tensor, heads: number, norm?: Weights): tf.Tensor {
  const [batch, tokens, width] = x.shape as [number, number, number];
  const layer = scoped(weights, 'qkv');
  const qkv = norm === undefined ? dense(layer, x) : normalisedDense(norm, layer, x);
  const [queries, keys, values] = tf
    .split(tf.reshape(qkv, [batch * tokens, 3 * width]), 3, 1)
    .map((part) => tf.transpose(tf.reshape(part, [batch, tokens, heads, width / heads]), [0, 2, 1, 3])) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const mixed = tf.transpose(attend(queries, keys, values), [0, 2, 1, 3]);
  return dense(scoped(weights, 'out'), tf.reshape(mixed, [batch, tokens, width]));
}
