import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals } from '../../models/graph/eager.setup.js';
import { ntXent } from './nt-xent.js';

/** Central differences of a float64 loop against float32 gradients. */
const GRADIENT = 2e-5;

/** Chen et al. 2020, equation 1, pair by pair in double precision. */
function paperLoop(z: readonly number[][], temperature: number): number {
  const n = z.length / 2;
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const cosine = (a: readonly number[], b: readonly number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const pairLoss = (i: number, j: number) => {
    let denominator = 0;
    for (let k = 0; k < 2 * n; k++) {
      denominator += k === i ? 0 : Math.exp(cosine(z[i] as number[], z[k] as number[]) / temperature);
    }
    return -Math.log(Math.exp(cosine(z[i] as number[], z[j] as number[]) / temperature) / denominator);
  };
  let total = 0;
  for (let k = 0; k < n; k++) {
    total += pairLoss(k, k + n) + pairLoss(k + n, k);
  }
  return total / (2 * n);
}

function unitRows(label: string, views: number, width: number): number[][] {
  const numbers = normals(label, views * width);
  return Array.from({ length: views }, (_, row) => {
    const part = Array.from(numbers.subarray(row * width, (row + 1) * width));
    const length = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0));
    return part.map((value) => value / length);
  });
}

const loss = (z: readonly number[][], temperature: number) =>
  ntXent(floats([z.length, z[0]?.length as number], z.flat()), tf.scalar(temperature)).dataSync()[0] as number;

describe('ntXent', () => {
  it.each([
    [2, Math.log(3)],
    [16, 3.4339872],
    [64, Math.log(127)],
  ])('of identical rows for N = %i is ln(2N − 1) = %f', (n, expected) => {
    const rows = Array.from({ length: 2 * n }, () => [0.6, 0.8, 0]);
    expectClose([loss(rows, 0.07)], [expected], FLOAT32_SUMS);
    expectClose([loss(rows, 0.5)], [expected], FLOAT32_SUMS);
  });

  it.each([
    [8, 5, 0.07],
    [8, 5, 0.55],
    [32, 16, 0.1],
    [4, 3, 1],
  ])("of %i random unit rows of %i at τ = %f is the paper's loop", (views, width, temperature) => {
    const rows = unitRows('nt-xent', views, width);
    expectClose([loss(rows, temperature)], [paperLoop(rows, temperature)], FLOAT32_SUMS);
  });

  it('of perfectly told apart pairs is nearly 0', () => {
    const rows = [
      [1, 0],
      [-1, 0],
      [1, 0],
      [-1, 0],
    ];
    // By hand: the partner e¹⁰⁰, two others e⁻¹⁰⁰ each.
    expect(loss(rows, 0.01)).toBe(0);
    expectClose([loss(rows, 1)], [Math.log(1 + 2 * Math.exp(-2))], FLOAT32_SUMS);
  });

  it('does not change when spectra change places, or the two views of all', () => {
    const rows = unitRows('order', 8, 4);
    const take = (order: number[]) => order.map((row) => rows[row] as number[]);
    const expected = [loss(rows, 0.2)];
    expectClose([loss(take([2, 0, 3, 1, 6, 4, 7, 5]), 0.2)], expected, FLOAT32_SUMS);
    expectClose([loss(take([4, 5, 6, 7, 0, 1, 2, 3]), 0.2)], expected, FLOAT32_SUMS);
  });

  it.each([0.07, 0.5])('at τ = %f has the gradient of central differences of the loop', (temperature) => {
    const rows = unitRows('gradient', 8, 4);
    const flat = rows.flat();
    const gradient = tf
      .grad((z) => ntXent(z, tf.scalar(temperature)))(floats([8, 4], flat))
      .dataSync();
    // The loop divides by the rows' lengths, ntXent takes them as 1: compare along the sphere.
    const tangent = rows.flatMap((row, i) => {
      const own = Array.from(gradient.subarray(4 * i, 4 * i + 4));
      const outwards = own.reduce((sum, value, k) => sum + value * (row[k] as number), 0);
      return own.map((value, k) => value - outwards * (row[k] as number));
    });
    const moved = (index: number, by: number) =>
      paperLoop(
        rows.map((row, i) => row.map((value, k) => (4 * i + k === index ? value + by : value))),
        temperature,
      );
    const differences = flat.map((_, index) => (moved(index, 1e-6) - moved(index, -1e-6)) / 2e-6);
    expectClose(tangent, differences, GRADIENT);
  });
});
