import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../../models/graph/eager.setup.js';
import { clipByGlobalNorm } from './clip.js';

describe('clipByGlobalNorm', () => {
  // 2² + 3² + 6² = 7².
  const gradients = [floats([2], [2, 3]), floats([1, 1], [-6])];

  it('scales all gradients by one factor, so that their common norm is the limit', () => {
    const { clipped, norm } = clipByGlobalNorm(gradients, tf.scalar(3.5));
    expectClose(norm, [7], FLOAT32);
    expectClose(clipped[0] as tf.Tensor, [1, 1.5], FLOAT32);
    expectClose(clipped[1] as tf.Tensor, [-3], FLOAT32);
  });

  it('leaves gradients within the limit as they are', () => {
    const { clipped, norm } = clipByGlobalNorm(gradients, tf.scalar(100));
    expectClose(norm, [7], FLOAT32);
    expectClose(clipped[0] as tf.Tensor, [2, 3], 0);
  });

  it('of no gradient at all is finite', () => {
    const { clipped, norm } = clipByGlobalNorm([floats([2], [0, 0])], tf.scalar(1));
    expectClose(norm, [0], 0);
    expectClose(clipped[0] as tf.Tensor, [0, 0], 0);
  });
});
