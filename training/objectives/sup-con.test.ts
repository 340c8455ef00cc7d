import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals } from '../../models/graph/eager.setup.js';
import { ntXent } from './nt-xent.js';
import { supCon } from './sup-con.js';

/** Central differences of a float64 loop against float32 gradients. */
const GRADIENT = 2e-5;

/** Khosla et al. 2020, equation 2 (L_out), term by term in double precision, over the number of anchors. */
function paperLoop(z: readonly number[][], labels: readonly number[], temperature: number): number {
  const dot = (a: number, b: number) =>
    (z[a] as number[]).reduce((sum, value, i) => sum + value * (z[b]?.[i] as number), 0);
  let total = 0;
  for (let i = 0; i < z.length; i++) {
    const others = z.flatMap((_, a) => (a === i ? [] : [a]));
    const positives = others.filter((p) => labels[p] === labels[i]);
    const denominator = others.reduce((sum, a) => sum + Math.exp(dot(i, a) / temperature), 0);
    for (const p of positives) {
      total -= Math.log(Math.exp(dot(i, p) / temperature) / denominator) / positives.length;
    }
  }
  return total / z.length;
}

function unitRows(label: string, views: number, width: number): number[][] {
  const numbers = normals(label, views * width);
  return Array.from({ length: views }, (_, row) => {
    const part = Array.from(numbers.subarray(row * width, (row + 1) * width));
    const length = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0));
    return part.map((value) => value / length);
  });
}

const rowsOf = (z: readonly number[][]) => floats([z.length, z[0]?.length as number], z.flat());
const loss = (z: readonly number[][], labels: readonly number[], temperature: number) =>
  supCon(rowsOf(z), tf.tensor1d([...labels], 'int32'), tf.scalar(temperature)).dataSync()[0] as number;

describe('supCon', () => {
  it.each([
    ['groups of one size', [0, 1, 2, 0, 1, 2, 0, 1], 0.1],
    ['groups of several sizes', [3, 3, 3, 3, 7, 7, 1, 1], 0.5],
    ['one group', [0, 0, 0, 0, 0, 0, 0, 0], 1],
    ['two spectra without a positive', [0, 0, 1, 2, 5, 5, 5, 0], 0.07],
  ])("of %s is the paper's loop", (_, labels, temperature) => {
    const rows = unitRows('sup-con', 8, 5);
    expectClose([loss(rows, labels, temperature)], [paperLoop(rows, labels, temperature)], FLOAT32_SUMS);
  });

  it.each([0.07, 0.5])('at τ = %f with a group for every spectrum is NT-Xent', (temperature) => {
    const rows = unitRows('alone', 12, 6);
    const expected = ntXent(rowsOf(rows), tf.scalar(temperature)).dataSync();
    expectClose([loss(rows, [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], temperature)], expected, FLOAT32_SUMS);
  });

  it('of identical rows is ln(V − 1), whatever the groups', () => {
    const rows = Array.from({ length: 8 }, () => [0.6, 0.8, 0]);
    expectClose([loss(rows, [0, 0, 1, 1, 1, 1, 2, 2], 0.1)], [Math.log(7)], FLOAT32_SUMS);
  });

  it('without any positive is 0', () => {
    expect(loss(unitRows('none', 4, 3), [0, 1, 2, 3], 0.2)).toBe(0);
  });

  it('has the gradient of central differences of the loop', () => {
    const [rows, labels] = [unitRows('gradient', 8, 4), [0, 1, 0, 1, 0, 1, 2, 2]];
    const gradient = tf.grad((z) => supCon(z, tf.tensor1d(labels, 'int32'), tf.scalar(0.3)))(rowsOf(rows));
    const moved = (row: number, column: number, by: number) =>
      paperLoop(
        rows.map((values, i) => values.map((value, k) => (i === row && k === column ? value + by : value))),
        labels,
        0.3,
      );
    const differences = rows.flatMap((values, i) =>
      values.map((_, k) => (moved(i, k, 1e-6) - moved(i, k, -1e-6)) / 2e-6),
    );
    expectClose(gradient, differences, GRADIENT);
  });
});
