// tfjs-core alone has no gradients; the union package registers them.
import '@tensorflow/tfjs';
import { checkGraph, trace } from '@spectrosim/export';
import { createRandom, type NamedTensors, type TensorValue } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectNear, normals, shapesOf } from './eager.setup.js';
import { finiteDifference } from './interpreter/finite-difference.js';
import { interpret } from './interpreter/interpret.js';
import { TOLERANCES } from './tolerances.js';

/** Named tensors. */
export type Tensors = Record<string, tf.Tensor>;

/** Gradients below this share of the largest of any input count as 0. */
const ZERO = 1e-4;

/**
 * Traces value and gradients of a function into one graph and compares, in float64, the gradients it gives with central
 * differences of the value it gives. A result of many numbers is weighted by fixed random ones first.
 *
 * @param most - elements of one input that are differentiated; the others' gradients come out of the same kernels
 */
export function expectGradients(
  fn: (inputs: Tensors) => tf.Tensor,
  values: NamedTensors,
  constants: NamedTensors = {},
  most = 24,
): void {
  const names = Object.keys(values);
  const graph = trace(
    'gradients',
    (inputs) => {
      const scalar = (...tensors: tf.Tensor[]) => {
        const y = fn({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor])) });
        const upstream = normals('upstream', ...y.shape);
        return tf.sum(tf.mul(y, tf.tensor(upstream.data, y.shape))) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(scalar)(names.map((name) => inputs[name] as tf.Tensor));
      return { value, ...Object.fromEntries(grads.map((gradient, i) => [`gradient ${names[i]}`, gradient])) };
    },
    { ...shapesOf(values), ...constants },
  );
  checkGraph(graph);
  const results = interpret(graph, values);
  const gradientOf = (name: string) => results[`gradient ${name}`]?.data ?? [];
  const largest = (name: string) => Math.max(...Array.from(gradientOf(name), Math.abs));
  const largestOfAll = Math.max(...names.map(largest));
  expect(largestOfAll).toBeGreaterThan(0);
  for (const name of names) {
    const size = (values[name] as TensorValue).data.length;
    const elements = createRandom(1, name).permutation(size).slice(0, most);
    const differences = finiteDifference(graph, values, { output: 'value', input: name, elements });
    const gradient = elements.map((element) => gradientOf(name)[element] as number);
    // Relative to the input's largest gradient; where all are 0 (a bias before a normalisation), differences are rounding.
    const scale = Math.max(largest(name), ZERO * largestOfAll);
    expectNear([...gradient, scale], [...differences, scale], TOLERANCES.gradients);
  }
}
