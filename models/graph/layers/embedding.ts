import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, normalTensor, type Weights, weightOf } from '../weights.js';

/** Initial weights of a table of `count` vectors of `width` numbers: standard normal. */
export function initialEmbedding(random: Random, count: number, width: number): HostWeights {
  return { table: normalTensor(random, [count, width], 1) };
}

/** The vectors of the table at whole-numbered indices, int32 `[…]` → `[…, D]`. Where an index is met twice, its gradients add up. */
export function embedding(weights: Weights, indices: tf.Tensor): tf.Tensor {
  const table = weightOf(weights, 'table');
  const flat = tf.gather(table, tf.reshape(indices, [-1]) as tf.Tensor1D);
  return tf.reshape(flat, [...indices.shape, table.shape[1] as number]);
}
