import { type Random, SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, normalTensor, type Weights, weightOf } from '../weights.js';
import { CONV1D_KERNEL, composedConv1d, conv1dGradient } from './conv1d-gradient.js';
import { ensureKernel } from './ensure-kernel.js';
import { layWindows, type WindowOptions } from './windows.js';

/** What a convolution along spectra is made with. */
export interface Conv1dOptions extends WindowOptions {
  /** Groups of channels that do not see each other; as many as there are channels: depthwise. @default 1 */
  readonly groups?: number;
}

/**
 * Initial weights of a convolution: normal with variance 1 / inputs of one number, `weight [O, C / groups, K]`, bias 0.
 *
 * @param bias whether there is one; before a batch normalisation it does nothing. @default true
 */
export function initialConv1d(
  random: Random,
  channels: number,
  filters: number,
  size: number,
  { groups = 1, bias = true }: { readonly groups?: number; readonly bias?: boolean } = {},
): HostWeights {
  const depth = channels / groups;
  const weight = normalTensor(random, [filters, depth, size], Math.sqrt(1 / (depth * size)));
  return bias ? { weight, bias: hostTensor([filters], () => 0) } : { weight };
}

/**
 * Convolution along spectra, channels first: `x [B, C, L]`, `weight [O, C / groups, K]`, `bias [O]` where there is one →
 * `[B, O, L′]`. As in every network, the filter is not turned round: `y[b, o, i] = Σ w[o, c, k] · x[b, c, i·stride + k·dilation − before]`.
 *
 * @throws SpectroSimError `usage` when channels, filters and groups do not go together, or no window fits
 * @example
 * ```ts
 * const y = conv1d(scoped(weights, 'conv1'), x, { padding: 'same' });
 * ```
 */
export function conv1d(weights: Weights, x: tf.Tensor, options: Conv1dOptions = {}): tf.Tensor {
  const filter = weightOf(weights, 'weight');
  const [, channels, length] = x.shape as [number, number, number];
  const [filters, depth, size] = filter.shape as [number, number, number];
  const { groups = 1 } = options;
  if (x.rank !== 3 || filter.rank !== 3 || depth * groups !== channels || filters % groups !== 0) {
    throw new SpectroSimError(
      'usage',
      `A convolution of [${x.shape}] by filters [${filter.shape}] in ${groups} groups does not work. Expected x [B, C, L] and filters [O, C / groups, K], with O a multiple of groups.`,
    );
  }
  const { stride, dilation, before, after } = layWindows(length, size, options);
  ensureKernel(CONV1D_KERNEL, composedConv1d, {
    inputsToSave: ['x', 'filter'],
    gradFunc: conv1dGradient,
  });
  const inputs = { x, filter, ...(weights.bias === undefined ? {} : { bias: weights.bias }) };
  return tf
    .engine()
    .runKernel(CONV1D_KERNEL, inputs as unknown as tf.NamedTensorMap, { stride, dilation, before, after, groups });
}
