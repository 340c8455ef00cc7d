import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, type Weights, weightOf } from '../weights.js';

/** Initial weights of a batch normalisation over `width` features. */
export function initialBatchNorm(width: number): HostWeights {
  return { scale: hostTensor([width], () => 1), offset: hostTensor([width], () => 0) };
}

/** Batch normalisation (Ioffe & Szegedy 2015) by the statistics of the batch itself `[B, D]`: for heads, which are never exported. */
export function batchNorm(weights: Weights, x: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, 0, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 0, true), 1e-5));
  return tf.add(tf.mul(tf.mul(centred, inverse), weightOf(weights, 'scale')), weightOf(weights, 'offset'));
}
