import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../../models/graph/eager.setup.js';
import { logSumExp } from './log-sum-exp.js';

describe('logSumExp', () => {
  it('is log Σ exp over the last axis, by hand', () => {
    const y = logSumExp(floats([2, 3], [0, 0, 0, Math.log(1), Math.log(2), Math.log(5)]));
    expect(y.shape).toEqual([2]);
    expectClose(y, [Math.log(3), Math.log(8)], FLOAT32);
  });

  it.each([1e4, -1e4, 1e30, -1e30])('of numbers about %f neither overflows nor vanishes', (large) => {
    expectClose(logSumExp(floats([1, 2], [large, large])), [large + Math.log(2)], FLOAT32);
  });

  it('ignores what is excluded by −1e9', () => {
    expectClose(logSumExp(floats([1, 3], [1, 2, -1e9])), [Math.log(Math.exp(1) + Math.exp(2))], FLOAT32);
  });

  it('has the softmax as its gradient, also for large numbers', () => {
    const slope = tf.grad(logSumExp)(floats([2, 2], [Math.log(1), Math.log(3), 1e4, 1e4]), floats([2], [1, 4]));
    expectClose(slope, [0.25, 0.75, 2, 2], FLOAT32);
    const excluded = tf.grad(logSumExp)(floats([1, 2], [0, -1e9]), floats([1], [1]));
    expectClose(excluded, [1, 0], 0);
  });
});
