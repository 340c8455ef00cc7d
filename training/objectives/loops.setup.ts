import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { floats, normals } from '../../models/graph/eager.setup.js';

/** Central differences of a float64 loop against float32 gradients. */
export const GRADIENT = 2e-5;

/** Rows of numbers in double precision. */
export type Matrix = readonly (readonly number[])[];

/** Standard normal rows, the same for the same label. */
export function normalRows(label: string, count: number, width: number): number[][] {
  const numbers = normals(label, count * width);
  return Array.from({ length: count }, (_, row) => Array.from(numbers.subarray(row * width, (row + 1) * width)));
}

/** {@link normalRows} at unit length. */
export function unitRows(label: string, count: number, width: number): number[][] {
  return normalRows(label, count, width).map((row) => row.map((value) => value / Math.sqrt(dot(row, row))));
}

/** As float32. */
export const tensorOf = (rows: Matrix): tf.Tensor => floats([rows.length, rows[0]?.length as number], rows.flat());

/** Σ aᵢ bᵢ */
export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

/** Cosine of two rows. */
export const cosineOf = (a: readonly number[], b: readonly number[]): number =>
  dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

/** A row of a matrix that is there. */
export const row = (rows: Matrix, i: number): readonly number[] => rows[i] as readonly number[];

/** The numbers of a scalar or of a gradient. */
export const numbersOf = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

/** The gradient of a loss by rows, flat. */
export const gradientOf = (loss: (rows: tf.Tensor) => tf.Scalar, rows: Matrix): number[] =>
  numbersOf(tf.grad(loss)(tensorOf(rows)));

/** Central differences of a loop by every number of its rows, flat. */
export function differencesOf(loop: (rows: Matrix) => number, rows: Matrix): number[] {
  const moved = (at: number, column: number, by: number) =>
    loop(rows.map((values, i) => (i === at ? values.map((value, k) => (k === column ? value + by : value)) : values)));
  return rows.flatMap((values, i) => values.map((_, k) => (moved(i, k, 1e-6) - moved(i, k, -1e-6)) / 2e-6));
}
