import type { Random } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import { initialBatchNorm, initialRunningStatistics, runningBatchNorm } from '../../layers/batch-norm.js';
import { conv1d, initialConv1d } from '../../layers/conv1d.js';
import type { Mode } from '../../mode.js';
import { type HostWeights, prefixed, scoped, type Weights } from '../../weights.js';

/** Points of the papers' filters. */
const SIZE = 3;

/** Weights and running statistics of a layer. */
export interface InitialLayer {
  readonly trainable: HostWeights;
  readonly running: HostWeights;
}

/** Initial weights of a convolution of three points, its bias in PyTorch's manner, and a batch normalisation. */
export function initialNormalisedConv(random: Random, channels: number, filters: number): InitialLayer {
  return {
    trainable: {
      ...prefixed(initialConv1d(random, channels, filters, SIZE), 'conv'),
      ...prefixed(initialBatchNorm(filters), 'norm'),
    },
    running: prefixed(initialRunningStatistics(filters), 'norm'),
  };
}

/** `BN(conv(x))`, `[B, C, L]` → `[B, O, L]`, of the weights under `name`; adds what becomes of the statistics to `updates`. */
export function normalisedConv(
  weights: Weights,
  name: string,
  x: Tensor,
  mode: Mode,
  updates: Record<string, Tensor>,
): Tensor {
  const convolved = conv1d(scoped(weights, `${name}.conv`), x, { padding: (SIZE - 1) / 2 });
  return normalised(weights, `${name}.norm`, convolved, mode, updates);
}

/** A batch normalisation of the weights under `name`; adds what becomes of its statistics to `updates`. */
export function normalised(
  weights: Weights,
  name: string,
  x: Tensor,
  mode: Mode,
  updates: Record<string, Tensor>,
): Tensor {
  const { y, updates: moved } = runningBatchNorm(scoped(weights, name), x, mode);
  Object.assign(updates, prefixed(moved, name));
  return y;
}

/** Layers by name, one after another, in one record of weights and one of statistics. */
export function joined(layers: Readonly<Record<string, Partial<InitialLayer>>>): InitialLayer {
  const all = Object.entries(layers);
  return {
    trainable: Object.assign({}, ...all.map(([name, { trainable = {} }]) => prefixed(trainable, name))),
    running: Object.assign({}, ...all.map(([name, { running = {} }]) => prefixed(running, name))),
  };
}
