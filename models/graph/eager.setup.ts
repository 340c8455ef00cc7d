import '@tensorflow/tfjs-backend-cpu';
import { createRandom, parseRecipe } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { fitRecipe, preprocess } from './preprocess/preprocess.js';
import type { HostWeights } from './weights.js';

// The eager oracle of unit tests: tfjs' plain JavaScript backend. Production mode keeps its advertisement off the console.
tf.enableProdMode();
await tf.setBackend('cpu');

/** Rounding of some ten float32 operations (2⁻²⁴ = 6e-8 each), relative to the largest number expected. */
export const FLOAT32 = 1e-6;

/** Sums of hundreds of float32 products, relative to the largest number expected. */
export const FLOAT32_SUMS = 1e-5;

/** Numbers as a float32 tensor. */
export function floats(dims: readonly number[], data: ArrayLike<number>): tf.Tensor {
  return tf.tensor(Float32Array.from(data), [...dims], 'float32');
}

/** Standard normal numbers, the same for the same label. */
export function normals(label: string, count: number): Float32Array {
  const random = createRandom(1, label);
  return Float32Array.from({ length: count }, () => random.normal());
}

/** Expects as many numbers as expected, each within `tolerance` times the largest expected. */
export function expectClose(
  actual: tf.Tensor | ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  const got = Array.from(actual instanceof tf.Tensor ? actual.dataSync() : actual);
  const wanted = Array.from(expected);
  expect(got).toHaveLength(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE);
  const worst = got.reduce((most, value, i) => Math.max(most, Math.abs(value - (wanted[i] as number))), 0);
  expect(worst / scale, `[${got.slice(0, 8)}] against [${wanted.slice(0, 8)}]`).toBeLessThanOrEqual(tolerance);
}

/** Host weights as tensors. */
export function tensorsOf(weights: HostWeights): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { dims, data }]) => [name, floats(dims, data as Float32Array)]),
  );
}

/** Computes a function of rows on tfjs' cpu backend, as `fitRecipe` wants it. */
export const runEagerly: Parameters<typeof fitRecipe>[2] = async (fn, { count, bins, data }, weights) =>
  fn(floats([count, bins], data), tensorsOf(weights)).dataSync() as Float32Array;

/** A recipe with the statistics of training rows, as a function of other rows. */
export async function fittedOn(
  text: string,
  training: readonly (readonly number[])[],
): Promise<(rows: readonly (readonly number[])[]) => tf.Tensor> {
  const recipe = parseRecipe(text);
  const bins = training[0]?.length as number;
  const rows = { count: training.length, bins, data: Float32Array.from(training.flat()) };
  const weights = tensorsOf(await fitRecipe(recipe, rows, runEagerly));
  return (others) => preprocess(recipe, weights, floats([others.length, bins], others.flat()));
}
