import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, type Weights, weightOf } from '../weights.js';

/** The kernel's name in tfjs' registries; the tracer writes it as one ONNX `LayerNormalization`. */
export const LAYER_NORM_KERNEL = 'LayerNorm';

const EPSILON = 1e-5;

/** Initial weights of a layer normalisation over `width` numbers: scale 1, offset 0. */
export function initialLayerNorm(width: number): HostWeights {
  return { scale: hostTensor([width], () => 1), offset: hostTensor([width], () => 0) };
}

/**
 * Layer normalisation over the last axis (Ba et al. 2016): `(x − mean) / √(variance + 1e-5) · scale + offset`.
 *
 * One kernel with its own gradient, so that a traced graph holds one node for it and keeps mean and inverse deviation for
 * the way back. Computing backends get the kernel composed of primitive operations the first time it is used on them.
 */
export function layerNorm(weights: Weights, x: tf.Tensor): tf.Tensor {
  return layerNormWithStatistics(x, weightOf(weights, 'scale'), weightOf(weights, 'offset')).y;
}

/** {@link layerNorm} with what its gradient needs: the mean and the inverse deviation of every row `[…, 1]`. */
export function layerNormWithStatistics(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
): { readonly y: tf.Tensor; readonly mean: tf.Tensor; readonly inverse: tf.Tensor } {
  ensureKernel(tf.getBackend());
  const inputs = { x, scale, offset } as unknown as tf.NamedTensorMap;
  const results = tf.engine().runKernel(LAYER_NORM_KERNEL, inputs, { epsilon: EPSILON });
  const [y, mean, inverse] = results as unknown as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { y, mean, inverse };
}

function ensureKernel(backendName: string): void {
  if (tf.getGradient(LAYER_NORM_KERNEL) === undefined) {
    tf.registerGradient({
      kernelName: LAYER_NORM_KERNEL,
      inputsToSave: ['x', 'scale'],
      outputsToSave: [false, true, true],
      gradFunc: gradient,
    });
  }
  if (tf.getKernel(LAYER_NORM_KERNEL, backendName) === undefined) {
    tf.registerKernel({ kernelName: LAYER_NORM_KERNEL, backendName, kernelFunc: composed });
  }
}

/** `[y, mean, 1/deviation]` from primitive operations. */
const composed: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x, scale, offset } = inputs as unknown as { x: tf.Tensor; scale: tf.Tensor; offset: tf.Tensor };
  const epsilon = (attrs as unknown as { epsilon: number }).epsilon;
  return tf.tidy(() => {
    const mean = tf.mean(x, -1, true);
    const centred = tf.sub(x, mean);
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
    return [tf.add(tf.mul(tf.mul(centred, inverse), scale), offset), mean, inverse];
  });
};

const gradient: tf.GradFunc = (dy, saved) => {
  const [x, scale, mean, inverse] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const upstream = (Array.isArray(dy) ? dy[0] : dy) as tf.Tensor;
  const leading = x.shape.slice(0, -1).map((_, axis) => axis);
  const normalised = tf.mul(tf.sub(x, mean), inverse);
  return {
    x: () => {
      const scaled = tf.mul(upstream, scale);
      const along = tf.mul(normalised, tf.mean(tf.mul(scaled, normalised), -1, true));
      return tf.mul(tf.sub(tf.sub(scaled, tf.mean(scaled, -1, true)), along), inverse);
    },
    scale: () => tf.sum(tf.mul(upstream, normalised), leading),
    offset: () => tf.sum(upstream, leading),
  };
};
