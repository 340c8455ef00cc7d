import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats, normals } from '../eager.setup.js';
import { adaptiveAvgPool1d, adaptiveMaxPool1d } from './adaptive-pool1d.js';
import { avgPool1d } from './avg-pool1d.js';
import { maxPool1d } from './max-pool1d.js';
import { layWindows } from './windows.js';

const row = (...data: number[]) => floats([1, 1, data.length], data);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('pooling', () => {
  it.each([
    [10, 2, {}],
    [11, 3, { stride: 2 }],
    [9, 3, { stride: 2, padding: 1 }],
    [7, 4, { stride: 1, padding: 'same' }],
    [24, 12, {}],
  ] as const)('of %i bins by %i, %j, is its definition', (bins, size, options) => {
    const data = normals('pool', 3 * 2 * bins);
    const windows = layWindows(bins, size, { stride: size, ...options });
    const reduced = (reduce: (values: number[]) => number) =>
      Array.from({ length: 6 * windows.count }, (_, i) => {
        const start = (i % windows.count) * windows.stride - windows.before;
        const line = Array.from(data.subarray(Math.floor(i / windows.count) * bins).subarray(0, bins));
        return reduce(line.slice(Math.max(0, start), start + size));
      });
    const x = floats([3, 2, bins], data);
    expectClose(
      maxPool1d(x, size, options),
      reduced((values) => Math.max(...values)),
      0,
    );
    expectClose(avgPool1d(x, size, options), reduced(mean), FLOAT32);
  });

  it.each([
    [12, 4],
    [11, 4],
    [7, 7],
    [5, 1],
  ])('adaptive, %i bins to %i, is over ⌊i·L/n⌋ to ⌈(i+1)·L/n⌉', (bins, count) => {
    const data = Array.from(normals('adaptive', bins));
    const stretches = Array.from({ length: count }, (_, i) =>
      data.slice(Math.floor((i * bins) / count), Math.ceil(((i + 1) * bins) / count)),
    );
    expectClose(
      adaptiveMaxPool1d(row(...data), count),
      stretches.map((values) => Math.max(...values)),
      0,
    );
    expectClose(adaptiveAvgPool1d(row(...data), count), stretches.map(mean), FLOAT32);
  });

  it('refuses more numbers than bins', () => {
    expect(() => adaptiveMaxPool1d(row(1, 2, 3), 4)).toThrow(/3 bins cannot be pooled to 4 numbers. Expected 1 to 3/);
  });
});

describe("the gradient of a maximum goes to the first of equals, as that of tfjs' own maxPool", () => {
  const slope = (size: number, stride: number, ...data: number[]) =>
    Array.from(
      tf
        .grad((x) => tf.mul(maxPool1d(x, size, { stride }), 1))(row(...data))
        .dataSync(),
    );
  it('by hand', () => {
    expect(slope(2, 2, 5, 5, 1, 2, 3, 3)).toEqual([1, 0, 0, 1, 1, 0]);
    expect(slope(3, 1, 0, 4, 4, 1, 4)).toEqual([0, 2, 1, 0, 0]);
    // Ten points, compared at once.
    expect(slope(10, 10, 1, 7, 0, 7, 7, 2, 3, 4, 5, 6)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it.each([
    [2, 2],
    [3, 2],
    [12, 12],
  ])('windows of %i every %i bins', (size, stride) => {
    // Rounded, so that equals abound.
    const x = floats([2, 3, 24], normals('ties', 144).map(Math.round));
    const count = layWindows(24, size, { stride }).count;
    const dy = floats([2, 3, count], normals('dy', 6 * count));
    const own = tf.grad((input) => maxPool1d(input, size, { stride }))(x, dy);
    const theirs = tf.grad((input) =>
      tf.squeeze(tf.maxPool(tf.expandDims(input, 3) as tf.Tensor4D, [1, size], [1, stride], 'valid'), [3]),
    )(x, dy);
    expectClose(own, theirs.dataSync(), FLOAT32);
  });
});
