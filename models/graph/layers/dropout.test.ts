import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../eager.setup.js';
import { dropout } from './dropout.js';

describe('dropout', () => {
  const x = floats([1, 4], [1, 2, 3, 4]);
  const mask = tf.tensor([1, 0, 1, 0], [1, 4], 'bool');

  it('is 0 where the mask is, and x / (1 − rate) elsewhere', () => {
    expectClose(dropout(x, mask, 0.75), [4, 0, 12, 0], FLOAT32);
  });

  it('without a mask is the identity', () => {
    expect(dropout(x, undefined, 0.75)).toBe(x);
  });

  it('gives gradients where it lets through', () => {
    const gradient = tf.grad((value) => tf.sum(dropout(value, mask, 0.75)))(x);
    expectClose(gradient, [4, 0, 4, 0], FLOAT32);
  });
});
