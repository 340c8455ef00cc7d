import * as tf from '@tensorflow/tfjs-core';
import type { Mode } from '../mode.js';
import { type HostWeights, hostTensor, type Weights, weightOf } from '../weights.js';

const EPSILON = 1e-5;

/** How far running statistics move towards those of a batch; PyTorch's default. */
const MOMENTUM = 0.1;

/** Initial weights of a batch normalisation over `width` features. */
export function initialBatchNorm(width: number): HostWeights {
  return { scale: hostTensor([width], () => 1), offset: hostTensor([width], () => 0) };
}

/** Initial running statistics of a batch normalisation over `width` features: mean 0, variance 1. */
export function initialRunningStatistics(width: number): HostWeights {
  return { mean: hostTensor([width], () => 0), variance: hostTensor([width], () => 1) };
}

/**
 * Batch normalisation (Ioffe & Szegedy 2015) by the statistics of the batch itself, of features `[B, D]` or channels
 * `[B, C, L]`: for heads, which are never exported.
 */
export function batchNorm(weights: Weights, x: tf.Tensor): tf.Tensor {
  const { mean, variance } = statisticsOf(x);
  return normalise(weights, x, mean, variance);
}

/** A normalised batch, and the running statistics after it. */
export interface BatchNormalised {
  readonly y: tf.Tensor;
  /** `mean` and `variance` `[D]`, to be handed on as state; none when they do not move. */
  readonly updates: Weights;
}

/**
 * Batch normalisation that can be exported. In training by the statistics of the batch, with gradients through them;
 * in inference by the running `mean` and `variance` among the weights, so that a spectrum's result is its own.
 *
 * Running statistics move by a tenth towards those of each batch, the variance without bias, as in PyTorch.
 *
 * @example
 * ```ts
 * const { y, updates } = runningBatchNorm(scoped(weights, 'norm1'), x, mode);
 * return { embedding: y, tokens: x, updates: prefixed(updates, 'norm1') };
 * ```
 */
export function runningBatchNorm(weights: Weights, x: tf.Tensor, mode: Mode): BatchNormalised {
  const running = { mean: weightOf(weights, 'mean'), variance: weightOf(weights, 'variance') };
  if (mode === 'inference') {
    const gain = tf.mul(weightOf(weights, 'scale'), tf.rsqrt(tf.add(running.variance, EPSILON)));
    const shift = tf.sub(weightOf(weights, 'offset'), tf.mul(running.mean, gain));
    return { y: tf.add(tf.mul(x, perChannel(gain, x)), perChannel(shift, x)), updates: {} };
  }
  const { mean, variance } = statisticsOf(x);
  const width = x.shape[1] as number;
  const count = x.size / width;
  const moved = (before: tf.Tensor, now: tf.Tensor, share: number) =>
    tf.add(tf.mul(before, 1 - MOMENTUM), tf.mul(tf.reshape(now, [width]), share));
  return {
    y: normalise(weights, x, mean, variance),
    updates: {
      mean: moved(running.mean, mean, MOMENTUM),
      variance: moved(running.variance, variance, (MOMENTUM * count) / Math.max(1, count - 1)),
    },
  };
}

/** Mean and variance of every feature, shaped to go over `x`. */
function statisticsOf(x: tf.Tensor): { readonly mean: tf.Tensor; readonly variance: tf.Tensor } {
  const mean = meanOf(x);
  return { mean, variance: meanOf(tf.square(tf.sub(x, mean))) };
}

/** Sums along an axis at a time: ONNX Runtime is slower at both in one. */
function meanOf(x: tf.Tensor): tf.Tensor {
  return tf.mean(x.rank === 3 ? tf.mean(x, 2, true) : x, 0, true);
}

/** A vector of channels, shaped to go over `x`. */
function perChannel(vector: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return x.rank === 3 ? tf.reshape(vector, [-1, 1]) : vector;
}

/**
 * `(x − mean) / √(variance + ε) · scale + offset` with the statistics of x itself, whose share in the gradient is in it:
 * dx = scale / √(variance + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂)), three passes less than rule by rule.
 */
function normalise(weights: Weights, x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor): tf.Tensor {
  return tf.customGrad((...args) => {
    const [input, scale, offset, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const inverse = tf.rsqrt(tf.add(variance, EPSILON));
    const normalised = tf.mul(tf.sub(input, mean), inverse);
    save([normalised, inverse, scale]);
    return {
      value: tf.add(tf.mul(normalised, perChannel(scale, input)), perChannel(offset, input)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [savedNormalised, savedInverse, savedScale] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const count = dy.size / savedScale.size;
        const mean = meanOf(dy);
        const along = meanOf(tf.mul(dy, savedNormalised));
        const gain = tf.mul(perChannel(savedScale, dy), savedInverse);
        const total = (average: tf.Tensor) => tf.mul(tf.reshape(average, savedScale.shape), count);
        return [tf.mul(tf.sub(tf.sub(dy, mean), tf.mul(savedNormalised, along)), gain), total(along), total(mean)];
      },
    };
  })(x, weightOf(weights, 'scale'), weightOf(weights, 'offset'));
}
