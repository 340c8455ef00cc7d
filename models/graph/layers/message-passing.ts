import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import { dense, initialDense } from './dense.js';
import { initialLayerNorm } from './layer-norm.js';
import { normalisedDense } from './normalised-dense.js';

/** Initial weights of a message passing between nodes of `width` that stand in `relations` to each other. */
export function initialMessagePassing(random: Random, width: number, message: number, relations: number): HostWeights {
  return {
    ...prefixed(initialLayerNorm(width), 'norm'),
    ...prefixed(initialDense(random, width, message), 'send'),
    ...prefixed(initialDense(random, relations * message, width), 'receive'),
  };
}

/**
 * One round of messages, nodes `[B, K, D]` → `[B, K, D]`: `hᵢ + Σᵣ Vᵣ Σⱼ Aᵢᵣⱼ wⱼ (U LN(hⱼ) + u) + v`.
 *
 * A relational graph convolution (Schlichtkrull et al. 2018) whose relations A are weights between 0 and 1, radial functions
 * of a difference as in SchNet (Schütt et al. 2017). Nobody differentiates A, so that the largest tensor is made once.
 *
 * @param relations A `[B, K, R, K]`
 * @param nodeWeights w `[B, K]`
 */
export function messagePassing(
  weights: Weights,
  nodes: tf.Tensor,
  relations: tf.Tensor,
  nodeWeights: tf.Tensor,
): tf.Tensor {
  const [, count, kinds] = relations.shape as [number, number, number];
  const said = normalisedDense(scoped(weights, 'norm'), scoped(weights, 'send'), nodes);
  const sent = tf.mul(said, tf.expandDims(nodeWeights, 2));
  const arrived = tf.matMul(tf.reshape(relations, [-1, count * kinds, count]), sent);
  const message = sent.shape[2] as number;
  return tf.add(nodes, dense(scoped(weights, 'receive'), tf.reshape(arrived, [-1, count, kinds * message])));
}
