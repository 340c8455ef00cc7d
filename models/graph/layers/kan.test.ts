import '@tensorflow/tfjs';
import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals, tensorsOf } from '../eager.setup.js';
import { readerOf } from '../loops.setup.js';
import type { HostWeights } from '../weights.js';
import { cubicSplines, splineCount } from './cubic-splines.js';
import { initialKan, kan } from './kan.js';
import { kanLoop, splinesAt } from './kan.setup.js';

const INTERVALS = 5;
const COUNT = splineCount(INTERVALS);
const splines = (x: number) => splinesAt(x, INTERVALS);

describe('cubicSplines', () => {
  const x = [-9, -4.3, -3, -2, -1.99, -0.4, 0, 0.123, 1.2, 2, 2.7, 4.2, 5, 100];

  it('are those of Cox and de Boor, on the grid and beyond it', () => {
    const y = cubicSplines(floats([2, 7], x), COUNT);
    expect(y.shape).toEqual([2, 7, COUNT]);
    expectClose(y, x.flatMap(splines), FLOAT32);
  });

  it('add up to 1 inside the grid', () => {
    const inside = floats([5], [-2, -1.1, 0, 0.7, 1.999]);
    expectClose(tf.sum(cubicSplines(inside, COUNT), -1), [1, 1, 1, 1, 1], FLOAT32);
  });

  it('have slopes that are differences of those of Cox and de Boor', () => {
    const upstream = normals('upstream', x.length * COUNT);
    const slopes = tf.grad((z) => tf.mul(cubicSplines(z, COUNT), floats([x.length, COUNT], upstream)))(
      floats([x.length], x),
    );
    const step = 1e-5;
    const expected = x.map((value, n) => {
      const [above, below] = [splines(value + step), splines(value - step)];
      return above.reduce(
        (sum, one, k) => sum + ((one - (below[k] as number)) / (2 * step)) * (upstream[n * COUNT + k] as number),
        0,
      );
    });
    expectClose(slopes, expected, FLOAT32_SUMS);
  });
});

describe('kan', () => {
  it('is a function on every edge, summed, in double precision', () => {
    const [rows, inputs, outputs] = [4, 3, 2];
    const host = Object.fromEntries(
      Object.entries(initialKan(createRandom(1, 'kan'), inputs, outputs, INTERVALS)).map(([name, value]) => [
        name,
        { ...value, data: normals(name, value.data.length) },
      ]),
    ) as HostWeights;
    const x = normals('x', rows * inputs);
    const expected = Array.from({ length: rows }, (_, row) =>
      kanLoop(readerOf(host), Array.from(x.subarray(row * inputs, (row + 1) * inputs)), outputs, INTERVALS),
    ).flat();
    expectClose(kan(tensorsOf(host), floats([rows, inputs], x)), expected, FLOAT32_SUMS);
  });
});
