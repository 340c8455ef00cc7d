import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../eager.setup.js';
import { gelu } from './gelu.js';

describe('gelu', () => {
  // x Φ(x) from tables of the normal distribution: Φ(1) = 0.8413447, Φ(2) = 0.9772499, Φ(0.5) = 0.6914625.
  const table = [
    [0, 0],
    [0.5, 0.34573123],
    [1, 0.84134475],
    [-1, -0.15865525],
    [2, 1.95449974],
    [-2, -0.04550026],
    [40, 40],
    [-40, 0],
  ] as const;

  it('is x Φ(x)', () => {
    expectClose(
      gelu(
        floats(
          [2, 4],
          table.map(([x]) => x),
        ),
      )
        .dataSync()
        .slice(0, 6),
      table.slice(0, 6).map(([, y]) => y),
      FLOAT32,
    );
    const far = gelu(floats([2], [40, -40]));
    expectClose(far, [40, 0], FLOAT32);
  });

  it('has the slope Φ(x) + x φ(x)', () => {
    // φ(0) = 0.3989423, φ(1) = 0.2419707, φ(2) = 0.0539910.
    const slope = tf.grad(gelu)(floats([5], [0, 1, -1, 2, -2]));
    expectClose(slope, [0.5, 1.08331547, -0.08331547, 1.08523182, -0.08523182], FLOAT32);
    expect(
      tf
        .grad(gelu)(floats([2], [40, -40]))
        .dataSync(),
    ).toEqual(Float32Array.of(1, 0));
  });
});
