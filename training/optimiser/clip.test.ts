import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../../models/graph/eager.setup.js';
import { clipByGlobalNorm } from './clip.js';

describe('clipByGlobalNorm', () => {
  // 2² + 3² + 6² = 7².
  const gradients = [floats([2], [2, 3]), floats([1, 1], [-6])];

  it('gives the factor that takes the common norm to the limit', () => {
    const { factor, norm } = clipByGlobalNorm(gradients, tf.scalar(3.5));
    expectClose(norm, [7], FLOAT32);
    expectClose(factor, [0.5], FLOAT32);
  });

  it('leaves gradients within the limit as they are', () => {
    const { factor, norm } = clipByGlobalNorm(gradients, tf.scalar(100));
    expectClose(norm, [7], FLOAT32);
    expectClose(factor, [1], 0);
  });

  it('of no gradient at all is finite', () => {
    const { factor, norm } = clipByGlobalNorm([floats([2], [0, 0])], tf.scalar(1));
    expectClose(norm, [0], 0);
    expectClose(factor, [1], 0);
  });
});
