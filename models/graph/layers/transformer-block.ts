import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import { initialAttention, selfAttention } from './attention.js';
import { dense, initialDense } from './dense.js';
import { gelu } from './gelu.js';
import { initialLayerNorm } from './layer-norm.js';
import { normalisedDense } from './normalised-dense.js';

/** Initial weights of a pre-norm Transformer block. */
export function initialTransformerBlock(random: Random, width: number, feedForward: number): HostWeights {
  return {
    ...initialAttentionPath(random, width),
    ...prefixed(initialLayerNorm(width), 'norm2'),
    ...prefixed(initialDense(random, width, feedForward), 'expand'),
    ...prefixed(initialDense(random, feedForward, width), 'contract'),
  };
}

/**
 * A pre-norm Transformer block (Vaswani et al. 2017, Xiong et al. 2020) on the tokens of all spectra, one after another:
 * `[B·T, D]` → `[B·T, D]`.
 *
 * @param count T
 */
export function transformerBlock(weights: Weights, x: tf.Tensor, count: number, heads: number): tf.Tensor {
  const attended = attentionPath(weights, x, count, heads);
  const expanded = gelu(normalisedDense(scoped(weights, 'norm2'), scoped(weights, 'expand'), attended));
  return tf.add(attended, dense(scoped(weights, 'contract'), expanded));
}

/** Initial weights of a block's first half. */
export function initialAttentionPath(random: Random, width: number): HostWeights {
  return {
    ...prefixed(initialLayerNorm(width), 'norm1'),
    ...prefixed(initialAttention(random, width), 'attention'),
  };
}

/** A block's first half, `x + attention(LN(x))`: `[B·T, D]` → `[B·T, D]`. */
export function attentionPath(weights: Weights, x: tf.Tensor, count: number, heads: number): tf.Tensor {
  const tokens = tf.reshape(x, [-1, count, x.shape[1] as number]);
  const mixed = selfAttention(scoped(weights, 'attention'), tokens, heads, scoped(weights, 'norm1'));
  return tf.add(x, tf.reshape(mixed, x.shape));
}
