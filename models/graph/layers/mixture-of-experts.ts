import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import { dense, initialDense } from './dense.js';
import { gelu } from './gelu.js';
import { topKGate } from './top-k-gate.js';

/** Initial weights of `experts` two-layer networks of `width` → `hidden` → `width` and the gate between them. */
export function initialMixture(random: Random, width: number, hidden: number, experts: number): HostWeights {
  return Object.assign(
    prefixed(initialDense(random, width, experts), 'gate'),
    ...Array.from({ length: experts }, (_, i) => ({
      ...prefixed(initialDense(random, width, hidden), `experts.${i}.hidden`),
      ...prefixed(initialDense(random, hidden, width), `experts.${i}.out`),
    })),
  );
}

/**
 * A mixture of experts (Shazeer et al. 2017): of each token `[…, D]` the gate takes the best `k`, and their results are
 * added up by its shares. Every expert computes every token, since a graph has no branches: k chooses, it saves no time.
 */
export function mixtureOfExperts(weights: Weights, x: tf.Tensor, k: number): tf.Tensor {
  const shares = topKGate(dense(scoped(weights, 'gate'), x), k);
  const each = tf.split(shares, shares.shape.at(-1) as number, -1);
  const results = each.map((share, i) => {
    const expert = scoped(weights, `experts.${i}`);
    return tf.mul(dense(scoped(expert, 'out'), gelu(dense(scoped(expert, 'hidden'), x))), share);
  });
  return tf.addN(results);
}
