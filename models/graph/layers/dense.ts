import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, hostTensor, normalTensor, type Weights, weightOf } from '../weights.js';

/** Initial weights of a dense layer: normal with variance 1 / `inputs`, bias 0. */
export function initialDense(random: Random, inputs: number, outputs: number): HostWeights {
  return {
    weight: normalTensor(random, [inputs, outputs], Math.sqrt(1 / inputs)),
    bias: hostTensor([outputs], () => 0),
  };
}

/** A dense layer that gives 0 until it has learned something: the end of a residual path. */
export function zeroDense(inputs: number, outputs: number): HostWeights {
  return { weight: hostTensor([inputs, outputs], () => 0), bias: hostTensor([outputs], () => 0) };
}

/** `x W + b` over the last axis: `[…, inputs]` → `[…, outputs]`, as one product of two matrices. */
export function dense(weights: Weights, x: tf.Tensor): tf.Tensor {
  const weight = weightOf(weights, 'weight') as tf.Tensor2D;
  const [inputs, outputs] = weight.shape;
  const rows = tf.reshape(x, [-1, inputs]) as tf.Tensor2D;
  const product = tf.fused.matMul({ a: rows, b: weight, bias: weightOf(weights, 'bias') });
  return tf.reshape(product, [...x.shape.slice(0, -1), outputs]);
}
