import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../eager.setup.js';
import { dense, initialDense } from './dense.js';

describe('dense', () => {
  const weights = { weight: floats([2, 3], [1, 2, 3, 4, 5, 6]), bias: floats([3], [10, 20, 30]) };

  it('is x W + b over the last axis, by hand', () => {
    expectClose(dense(weights, floats([1, 2], [1, -1])), [7, 17, 27], FLOAT32);
    const stacked = dense(weights, floats([2, 1, 2], [1, 0, 0, 1]));
    expect(stacked.shape).toEqual([2, 1, 3]);
    expectClose(stacked, [11, 22, 33, 14, 25, 36], FLOAT32);
  });

  it('starts with variance 1 / inputs and no bias', () => {
    const { weight, bias } = initialDense(createRandom(3, 'dense'), 100, 200);
    const numbers = weight?.data as Float32Array;
    const variance = numbers.reduce((sum, value) => sum + value * value, 0) / numbers.length;
    // 20,000 normal numbers: the variance's own standard deviation is 1% of it.
    expect(variance * 100).toBeCloseTo(1, 1);
    expect(bias?.data).toEqual(new Float32Array(200));
  });
});
