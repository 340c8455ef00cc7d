import '@tensorflow/tfjs';
import { createAxis } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { highestPeaks } from './highest-peaks.js';
import { messagePassing } from './message-passing.js';
import { axisInSteps, peakRelations } from './peak-relations.js';
import { takeAt } from './take-at.js';

describe('takeAt', () => {
  it('takes from each row, and gives gradients back where it took', () => {
    const x = floats([2, 3], [1, 2, 3, 4, 5, 6]);
    const places = floats([2, 2], [2, 0, 1, 1]);
    expectClose(takeAt(x, places), [3, 1, 5, 5], 0);
    const gradient = tf.grad((from) => tf.mul(takeAt(from, places), floats([2, 2], [10, 20, 30, 40])))(x);
    expectClose(gradient, [20, 0, 10, 0, 70, 0], 0);
  });
});

describe('highestPeaks', () => {
  // Peaks at bins 2 (rise 3), 5 (rise 1), 8 (rise 4); a shoulder at 7 and an edge at 9 that are none.
  const row = [0, 1, 5, 2, 1, 3, 2, 4, 8, 1, 6];
  const mean = row.reduce((sum, value) => sum + value) / row.length;
  const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length);

  it('are in the order of the axis, with heights, rises and weights by hand', () => {
    const { bins, heights, rises, weights } = highestPeaks(floats([1, 11], row), 3);
    expectClose(bins, [2, 5, 8], 0);
    expectClose(
      heights,
      [5, 3, 8].map((value) => (value - mean) / deviation),
      FLOAT32,
    );
    const expected = [3, 1, 4].map((value) => value / deviation);
    expectClose(rises, expected, FLOAT32);
    const excess = expected.map((value) => value - 1 / deviation);
    expectClose(
      weights,
      excess.map((value) => value / (1 + value)),
      FLOAT32,
    );
  });

  it('do not know the unit', () => {
    const scaled = highestPeaks(
      floats(
        [1, 11],
        row.map((value) => 1e6 * value + 3e6),
      ),
      3,
    );
    const plain = highestPeaks(floats([1, 11], row), 3);
    expectClose(scaled.bins, plain.bins.dataSync(), 0);
    expectClose(scaled.weights, plain.weights.dataSync(), FLOAT32_SUMS);
  });

  it('that are fewer than asked for are followed by bins that weigh nothing', () => {
    const { bins, weights } = highestPeaks(floats([1, 11], row), 5);
    expect(new Set(bins.dataSync()).size).toBe(5);
    const counted = Array.from(weights.dataSync(), (weight, k) => (weight > 0 ? bins.dataSync()[k] : 0)).filter(
      Boolean,
    );
    expect(counted).toEqual([2, 5, 8]);
    expectClose(highestPeaks(tf.fill([1, 11], 7), 3).weights, [0, 0, 0], 0);
  });

  it('whose choice hangs on a hair weigh nothing, so that weights have no jumps', () => {
    // The peaks at 5 and 2 change places as third, second: weights as a function of the row stay close.
    const at = (lift: number) => {
      const moved = Array.from(row, (value, i) => (i === 5 ? value + lift : value));
      const { bins, weights } = highestPeaks(floats([1, 11], moved), 2);
      const dense = new Float64Array(11);
      bins.dataSync().forEach((bin, k) => {
        dense[bin] = weights.dataSync()[k] as number;
      });
      return dense;
    };
    const [before, after] = [at(1.999), at(2.001)];
    expect(Math.max(...before.map((value, i) => Math.abs(value - (after[i] as number))))).toBeLessThan(0.002);
    expect(at(0)[8]).toBeGreaterThan(0.1);
  });
});

describe('peakRelations', () => {
  it('are Gaussians of the logarithm of a distance, apart for both directions, by hand', () => {
    // Five bins, two functions: centres at distances 1 and 4, a spacing of ln 4.
    const relations = peakRelations(floats([1, 3], [0, 1, 4]), 5, 2);
    expect(relations.shape).toEqual([1, 3, 4, 3]);
    const value = (distance: number, centre: number) =>
      Math.exp(-0.5 * ((Math.log(distance) - Math.log(centre)) / Math.log(4)) ** 2);
    const positions = [0, 1, 4];
    const expected = positions.flatMap((own, i) =>
      [
        { centre: 1, below: true },
        { centre: 4, below: true },
        { centre: 1, below: false },
        { centre: 4, below: false },
      ].flatMap(({ centre, below }) =>
        positions.map((other, j) => ((below ? j < i : j > i) ? value(Math.abs(own - other), centre) : 0)),
      ),
    );
    expectClose(relations, expected, FLOAT32);
  });

  it('are of steps of the axis, not of bins', () => {
    expectClose(axisInSteps(createAxis('m/z', [10, 11, 14])).data as Float32Array, [0, 0.5, 2], FLOAT32);
  });
});

describe('messagePassing', () => {
  it('on a graph of three nodes, by hand', () => {
    const [count, width, message, kinds] = [3, 2, 1, 2];
    const h = normals('nodes', count * width);
    const relations = Float32Array.from(normals('relations', count * kinds * count), Math.abs);
    const counts = [0.5, 0, 1];
    const weights = {
      'norm.scale': normals('scale', width),
      'norm.offset': normals('offset', width),
      'send.weight': normals('send', width * message),
      'send.bias': normals('sendBias', message),
      'receive.weight': normals('receive', kinds * message * width),
      'receive.bias': normals('receiveBias', width),
    };
    const said = [0, 1, 2].map((j) => {
      const row = [h[2 * j] as number, h[2 * j + 1] as number];
      const mean = ((row[0] as number) + (row[1] as number)) / 2;
      const variance = ((row[0] as number) - mean) ** 2 / 2 + ((row[1] as number) - mean) ** 2 / 2;
      return row.reduce(
        (sum, value, d) =>
          sum +
          (((value - mean) / Math.sqrt(variance + 1e-5)) * (weights['norm.scale'][d] as number) +
            (weights['norm.offset'][d] as number)) *
            (weights['send.weight'][d] as number),
        weights['send.bias'][0] as number,
      );
    });
    const expected = [0, 1, 2].flatMap((i) =>
      [0, 1].map((d) => {
        let sum = (h[2 * i + d] as number) + (weights['receive.bias'][d] as number);
        for (let r = 0; r < kinds; r++) {
          for (let j = 0; j < count; j++) {
            sum +=
              (weights['receive.weight'][r * width + d] as number) *
              (relations[(i * kinds + r) * count + j] as number) *
              (counts[j] as number) *
              (said[j] as number);
          }
        }
        return sum;
      }),
    );
    const dims: Record<string, number[]> = {
      'norm.scale': [width],
      'norm.offset': [width],
      'send.weight': [width, message],
      'send.bias': [message],
      'receive.weight': [kinds * message, width],
      'receive.bias': [width],
    };
    const tensors = Object.fromEntries(
      Object.entries(weights).map(([name, data]) => [name, floats(dims[name] as number[], data)]),
    );
    const y = messagePassing(
      tensors,
      floats([1, count, width], h),
      floats([1, count, kinds, count], relations),
      floats([1, count], counts),
    );
    expectClose(y, expected, FLOAT32_SUMS);
  });
});
