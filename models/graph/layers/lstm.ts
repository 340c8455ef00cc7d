import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights, weightOf } from '../weights.js';
import { dense, initialDense } from './dense.js';

/** Where each gate lies among the four. */
const [INPUT, FORGET, UPDATE, OUTPUT] = [0, 1, 2, 3] as const;

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
  const width = (given.shape[2] as number) / 4;
  // A single token meets no state. One of zeros is then multiplied in earnest: the hidden weights have a gradient, and it is 0.
  // It is not unstacked either: tfjs has no gradient for a stack of one.
  const single = given.shape[0] === 1;
  let hidden: tf.Tensor | undefined = single ? tf.zeros([1, width]) : undefined;
  let cell: tf.Tensor | undefined;
  const states = (single ? [tf.squeeze(given, [0])] : tf.unstack(given)).map((token) => {
    const gates = hidden === undefined ? addBias(hiddenWeights, token) : tf.add(token, dense(hiddenWeights, hidden));
    // A gate at a time: where there is no cell yet none reads the forget gate, and of a split the gradient of what is not read is
    // a constant of zeros, whose size an open batch does not know.
    const gate = (at: number) => tf.slice(gates, [0, at * width], [-1, width]);
    const added = tf.mul(tf.sigmoid(gate(INPUT)), tf.tanh(gate(UPDATE)));
    cell = cell === undefined ? added : tf.add(tf.mul(tf.sigmoid(gate(FORGET)), cell), added);
    hidden = tf.mul(tf.sigmoid(gate(OUTPUT)), tf.tanh(cell));
    return hidden;
  });
  return tf.stack(states, 1);
}

/** The hidden layer of a state of zeros. */
function addBias(weights: Weights, token: tf.Tensor): tf.Tensor {
  return tf.add(token, weightOf(weights, 'bias'));
}
