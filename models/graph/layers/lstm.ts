import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights, weightOf } from '../weights.js';
import { dense, initialDense } from './dense.js';

/**
 * Initial weights of an LSTM of `inputs` → `width`: an input and a hidden layer of four gates each, `4·width`, both with a
 * bias, as in PyTorch (so that parameters are counted alike).
 */
export function initialLstm(random: Random, inputs: number, width: number): HostWeights {
  return {
    ...prefixed(initialDense(random, inputs, 4 * width), 'input'),
    ...prefixed(initialDense(random, width, 4 * width), 'hidden'),
  };
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997; gates in PyTorch's order: input, forget, cell, output), from zero
 * state: tokens `[B, T, D]` → hidden states `[B, T, H]`.
 *
 * Unrolled: a graph holds some 20 operators for each token and 50 with gradients, and steps wait for one another.
 */
export function lstm(weights: Weights, x: tf.Tensor): tf.Tensor {
  // Tokens first, so that each is one block; what the inputs give is one product.
  const given = dense(scoped(weights, 'input'), tf.transpose(x, [1, 0, 2]));
  const hiddenWeights = scoped(weights, 'hidden');
  // A single token meets no state. One of zeros is then multiplied in earnest: the hidden weights have a gradient, and it is 0.
  // It is not unstacked either: tfjs has no gradient for a stack of one.
  const single = given.shape[0] === 1;
  let hidden: tf.Tensor | undefined = single ? tf.zeros([1, (given.shape[2] as number) / 4]) : undefined;
  let cell: tf.Tensor | undefined;
  const states = (single ? [tf.squeeze(given, [0])] : tf.unstack(given)).map((token) => {
    const gates = hidden === undefined ? addBias(hiddenWeights, token) : tf.add(token, dense(hiddenWeights, hidden));
    const [input, forget, update, output] = tf.split(gates, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const added = tf.mul(tf.sigmoid(input), tf.tanh(update));
    cell = cell === undefined ? added : tf.add(tf.mul(tf.sigmoid(forget), cell), added);
    hidden = tf.mul(tf.sigmoid(output), tf.tanh(cell));
    return hidden;
  });
  return tf.stack(states, 1);
}

/** The hidden layer of a state of zeros. */
function addBias(weights: Weights, token: tf.Tensor): tf.Tensor {
  return tf.add(token, weightOf(weights, 'bias'));
}
