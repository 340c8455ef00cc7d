import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, normalTensor, prefixed, scoped, type Weights, weightOf } from '../weights.js';
import { dense, initialDense } from './dense.js';
import { gelu } from './gelu.js';
import { topKGate, topKMask } from './top-k-gate.js';

/**
 * Initial weights of `experts` two-layer networks of `width` → `hidden` → `width`, side by side in one matrix each, and
 * the gate between them.
 */
export function initialBalancedExperts(random: Random, width: number, hidden: number, experts: number): HostWeights {
  return {
    ...prefixed(initialDense(random, width, experts), 'gate'),
    ...prefixed(initialDense(random, width, experts * hidden), 'expand'),
    // Of an expert's own hidden numbers, so that one expert is a network as it would be alone.
    'contract.weight': normalTensor(random, [experts * hidden, width], Math.sqrt(1 / hidden)),
    // Flat: a bias, which weight decay leaves alone as it does all vectors.
    'contract.bias': hostTensor([experts * width], () => 0),
  };
}

/**
 * A mixture of experts (Shazeer et al. 2017) over tokens, `[N, D]` → y `[N, D]`: the gate takes the best `k` by its scores
 * `[N, E]`, softmax over these; the others get exactly 0.
 *
 * Every expert computes every token, since a graph has no branches: k chooses, it saves no time. Side by side all of them are
 * two products of matrices, with the shares multiplied in between, where results are linear in them.
 */
export function balancedExperts(
  weights: Weights,
  x: tf.Tensor,
  k: number,
): { readonly y: tf.Tensor; readonly scores: tf.Tensor } {
  const scores = dense(scoped(weights, 'gate'), x);
  const experts = scores.shape[1] as number;
  const shares = topKGate(scores, k);
  const hidden = gelu(dense(scoped(weights, 'expand'), x));
  const each = tf.reshape(hidden, [-1, experts, (hidden.shape[1] as number) / experts]);
  const weighted = tf.reshape(tf.mul(each, tf.expandDims(shares, 2)), hidden.shape);
  const said = tf.matMul(weighted as tf.Tensor2D, weightOf(weights, 'contract.weight') as tf.Tensor2D);
  const eachBias = tf.reshape(weightOf(weights, 'contract.bias'), [experts, -1]);
  const biases = tf.matMul(shares as tf.Tensor2D, eachBias as tf.Tensor2D);
  return { y: tf.add(said, biases), scores };
}

/**
 * How unevenly a gate with scores `[N, E]` uses its experts: the auxiliary loss of Fedus et al. 2021 (equation 4, without
 * its factor), which is for one expert a token; for `k`, our reading: E · Σᵢ fᵢ Pᵢ, where fᵢ is the share of all choices that
 * fell on expert i, through which no gradient flows, and Pᵢ the mean of the softmax over all experts. (Lepikhin et al. 2021, of two
 * experts a token, count the first choice only.) A scalar: 1 when they are used evenly, and E / k when all tokens go to the
 * same k and the gate trusts no other.
 */
export function expertImbalance(scores: tf.Tensor, k: number): tf.Tensor {
  const chosen = tf.mean(topKMask(scores, k), 0);
  const trusted = tf.mean(tf.softmax(scores), 0);
  return tf.mul(tf.sum(tf.mul(chosen, trusted)), (scores.shape[1] as number) / k);
}
