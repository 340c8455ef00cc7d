import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { type Conv1dOptions, conv1d, initialConv1d } from './conv1d.js';
import { layWindows } from './windows.js';

const random = (label: string, ...dims: number[]) => floats(dims, normals(label, tf.util.sizeFromShape(dims)));

/** The definition, in double precision. */
function reference(x: tf.Tensor, weight: tf.Tensor, bias: ArrayLike<number>, options: Conv1dOptions): number[] {
  const [batch, channels, length] = x.shape as [number, number, number];
  const [filters, depth, size] = weight.shape as [number, number, number];
  const { stride, dilation, before, count } = layWindows(length, size, options);
  const [values, taps] = [x.dataSync(), weight.dataSync()];
  const own = filters / (options.groups ?? 1);
  const result: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let o = 0; o < filters; o++) {
      for (let i = 0; i < count; i++) {
        let sum = bias[o] as number;
        for (let c = 0; c < depth; c++) {
          for (let k = 0; k < size; k++) {
            const bin = i * stride + k * dilation - before;
            const channel = Math.floor(o / own) * depth + c;
            if (bin >= 0 && bin < length) {
              sum +=
                (values[(b * channels + channel) * length + bin] as number) *
                (taps[(o * depth + c) * size + k] as number);
            }
          }
        }
        result.push(sum);
      }
    }
  }
  return result;
}

describe('conv1d', () => {
  it.each([
    [[2, 3, 9], [4, 3, 5], {}],
    [[2, 3, 10], [4, 3, 4], { padding: 'same' }],
    [[2, 2, 12], [3, 2, 3], { stride: 2, dilation: 3, padding: 2 }],
    [[2, 4, 9], [6, 2, 3], { groups: 2, stride: 2 }],
    [[2, 4, 9], [4, 1, 4], { groups: 4, padding: [3, 0] }],
    [[2, 3, 9], [6, 1, 2], { groups: 3, dilation: 4 }],
  ] as const)('of %j by %j, %j, is its definition', (dims, filter, options) => {
    const [x, weight, bias] = [random('x', ...dims), random('w', ...filter), random('b', filter[0])];
    expectClose(conv1d({ weight, bias }, x, options), reference(x, weight, bias.dataSync(), options), FLOAT32_SUMS);
  });

  it('in groups is a convolution whose filters are 0 between groups', () => {
    const weight = random('w', 4, 3, 5);
    const apart = tf.concat(
      [
        tf.pad(tf.slice(weight, [0, 0, 0], [2, 3, 5]), [
          [0, 0],
          [0, 3],
          [0, 0],
        ]),
        tf.pad(tf.slice(weight, [2, 0, 0], [2, 3, 5]), [
          [0, 0],
          [3, 0],
          [0, 0],
        ]),
      ],
      0,
    );
    const x = random('x', 2, 6, 11);
    const whole = conv1d({ weight: apart }, x, { padding: 'same' }).dataSync();
    expectClose(conv1d({ weight }, x, { groups: 2, padding: 'same' }), whole, FLOAT32);
  });

  it('of a spectrum moved by a bin is moved by a bin', () => {
    const weight = random('w', 2, 1, 3);
    const x = random('x', 1, 1, 12);
    const y = conv1d({ weight }, x);
    const moved = conv1d({ weight }, tf.slice(x, [0, 0, 1], [-1, -1, 11]));
    expectClose(moved, tf.slice(y, [0, 0, 1], [-1, -1, 9]).dataSync(), FLOAT32);
  });

  it('refuses what does not go together', () => {
    const x = random('x', 2, 4, 9);
    expect(() => conv1d({ weight: random('w', 3, 3, 2) }, x)).toThrow(/\[2,4,9\] by filters \[3,3,2\] in 1 groups/);
    expect(() => conv1d({ weight: random('w', 3, 2, 2) }, x, { groups: 2 })).toThrow(/O a multiple of groups/);
    expect(() => conv1d({ weight: random('w', 3, 4, 10) }, x)).toThrow(/does not fit 9 bins/);
  });

  it('starts with variance 1 / inputs, with a bias where one is wanted', () => {
    const { weight, bias } = initialConv1d(createRandom(1, 'conv'), 40, 100, 5, { groups: 2 });
    expect(weight?.dims).toEqual([100, 20, 5]);
    const numbers = weight?.data as Float32Array;
    // 10,000 normal numbers: the variance's own standard deviation is 1.4% of it.
    expect(100 * (numbers.reduce((sum, value) => sum + value * value, 0) / numbers.length)).toBeCloseTo(1, 1);
    expect(bias?.data).toEqual(new Float32Array(100));
    expect(initialConv1d(createRandom(1, 'conv'), 4, 5, 3, { bias: false })).not.toHaveProperty('bias');
  });
});
