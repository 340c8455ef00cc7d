import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, normalTensor, type Weights, weightOf } from '../weights.js';
import { cubicSplines, splineCount } from './cubic-splines.js';
import { silu } from './silu.js';

/**
 * Initial weights of a Kolmogorov–Arnold layer of `inputs` → `outputs` with splines of `intervals` pieces: one weight of
 * SiLU and `intervals + 3` of splines for every edge.
 */
export function initialKan(random: Random, inputs: number, outputs: number, intervals: number): HostWeights {
  const splines = splineCount(intervals);
  return {
    base: normalTensor(random, [inputs, outputs], Math.sqrt(1 / inputs)),
    // Small beside the base, as in the paper; at any x the squares of the splines there add up to about a half.
    splines: normalTensor(random, [inputs * splines, outputs], 0.1 * Math.sqrt(2 / inputs)),
    bias: hostTensor([outputs], () => 0),
  };
}

/**
 * A Kolmogorov–Arnold layer (Liu et al. 2024, equation 2.10): a function on every edge, and their sums, rows `[N, D]` →
 * `[N, O]`. `φ(x) = w · SiLU(x) + Σₖ cₖ Bₖ(x)`, with cubic B-splines on a uniform grid over −2 … 2; inputs are to be normalised.
 *
 * All edges from one input have the same basis, so that SiLU and splines of the inputs are features of two products of
 * matrices, and no number is ever made for an edge. The grid stays where it is.
 */
export function kan(weights: Weights, x: tf.Tensor): tf.Tensor {
  const base = weightOf(weights, 'base');
  const splines = weightOf(weights, 'splines');
  const inputs = base.shape[0] as number;
  const count = (splines.shape[0] as number) / inputs;
  const features = tf.reshape(cubicSplines(x, count), [-1, inputs * count]) as tf.Tensor2D;
  const bent = tf.fused.matMul({ a: features, b: splines as tf.Tensor2D, bias: weightOf(weights, 'bias') });
  return tf.add(tf.matMul(silu(x), base), bent);
}
