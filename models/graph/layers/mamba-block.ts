import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, normalTensor, prefixed, scoped, type Weights, weightOf } from '../weights.js';
import { conv1d, initialConv1d } from './conv1d.js';
import { dense, initialDense } from './dense.js';
import { initialLayerNorm } from './layer-norm.js';
import { normalisedDense } from './normalised-dense.js';
import { selectiveScan } from './selective-scan.js';
import { silu } from './silu.js';

/** Tokens that the convolution before the scan sees, as in the paper. */
const KERNEL = 4;

/** Least and largest step size at the start, as in the paper. */
const STEPS = [0.001, 0.1] as const;

/** Sizes of a Mamba block. */
export interface MambaSizes {
  /** D */
  readonly width: number;
  /** Channels of the scan. */
  readonly inner: number;
  /** Numbers of state for each channel. */
  readonly state: number;
  /** Numbers that step sizes are made of. */
  readonly rank: number;
}

/** Initial weights of a Mamba block; decay, step sizes and skip as the paper's authors start them. */
export function initialMambaBlock(random: Random, { width, inner, state, rank }: MambaSizes): HostWeights {
  const [least, most] = STEPS.map(Math.log) as [number, number];
  return {
    ...prefixed(initialLayerNorm(width), 'norm'),
    ...prefixed(initialDense(random, width, 2 * inner), 'in'),
    ...prefixed(initialConv1d(random, inner, inner, KERNEL, { groups: inner }), 'conv'),
    ...prefixed(initialDense(random, inner, rank + 2 * state), 'select'),
    'steps.weight': normalTensor(random, [rank, inner], Math.sqrt(1 / rank)),
    // What softplus makes a step of, evenly on a scale of logarithms.
    'steps.bias': hostTensor([inner], () => Math.log(Math.expm1(Math.exp(random.between(least, most))))),
    // Flat, as the skip is: weight decay, which is of matrices, would draw states towards forgetting alike. The authors exempt both.
    logDecay: hostTensor([inner * state], (i) => Math.log(1 + (i % state))),
    skip: hostTensor([inner], () => 1),
    ...prefixed(initialDense(random, inner, width), 'out'),
  };
}

/**
 * A Mamba block (Gu & Dao 2023, figure 3) with its pre-norm and residual path: tokens `[B, T, D]` → `[B, T, D]`.
 *
 * `x + out(scan(SiLU(conv(u))) · SiLU(g))` with `u, g` from LN(x); the scan's step sizes, inputs and outputs depend on what it
 * reads, which is what makes it selective. A token sees itself and those before it.
 *
 * @param backwards reads tokens from the last to the first. @default false
 */
export function mambaBlock(
  weights: Weights,
  x: tf.Tensor,
  { inner, state, rank }: MambaSizes,
  { backwards = false }: { readonly backwards?: boolean } = {},
): tf.Tensor {
  const ordered = backwards ? tf.reverse(x, 1) : x;
  const both = normalisedDense(scoped(weights, 'norm'), scoped(weights, 'in'), ordered);
  const [path, gate] = tf.split(both, 2, 2) as [tf.Tensor, tf.Tensor];
  const convolved = conv1d(scoped(weights, 'conv'), tf.transpose(path, [0, 2, 1]), {
    groups: inner,
    padding: [KERNEL - 1, 0],
  });
  const seen = silu(tf.transpose(convolved, [0, 2, 1]));
  const [low, input, output] = tf.split(dense(scoped(weights, 'select'), seen), [rank, state, state], 2) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const scanned = selectiveScan({
    x: seen,
    steps: tf.softplus(dense(scoped(weights, 'steps'), low)),
    decay: tf.reshape(tf.neg(tf.exp(weightOf(weights, 'logDecay'))), [inner, state]),
    input,
    output,
  });
  const read = tf.mul(tf.add(scanned, tf.mul(seen, weightOf(weights, 'skip'))), silu(gate));
  const result = dense(scoped(weights, 'out'), read);
  return tf.add(x, backwards ? tf.reverse(result, 1) : result);
}
