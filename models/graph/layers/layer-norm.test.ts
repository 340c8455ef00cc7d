import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { layerNorm } from './layer-norm.js';

const width = 7;
const scale = normals('scale', width);
const offset = normals('offset', width);
const weights = { scale: floats([width], scale), offset: floats([width], offset) };

/** Ba et al. 2016, in double precision. */
function reference(x: ArrayLike<number>): number[] {
  return Array.from({ length: x.length / width }, (_, row) => {
    const part = Array.from({ length: width }, (_, i) => x[row * width + i] as number);
    const mean = part.reduce((sum, value) => sum + value, 0) / width;
    const variance = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    return part.map(
      (value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * (scale[i] as number) + (offset[i] as number),
    );
  }).flat();
}

describe('layerNorm', () => {
  it.each([[[4, width]], [[2, 3, width]]])('of shape %j is the formula', (dims) => {
    const x = normals('x', tf.util.sizeFromShape(dims)).map((value) => 3 * value + 10);
    const y = layerNorm(weights, floats(dims, x));
    expect(y.shape).toEqual(dims);
    expectClose(y, reference(x), FLOAT32_SUMS);
  });

  it('of a constant row is the offset', () => {
    expectClose(layerNorm(weights, tf.fill([1, width], 5)), offset, FLOAT32);
  });

  it("has the gradients of the same formula in tfjs' own operations", () => {
    const x = floats([3, 2, width], normals('gradient', 6 * width));
    const upstream = floats([3, 2, width], normals('upstream', 6 * width));
    const plain = (input: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor) => {
      const { mean, variance } = tf.moments(input, -1, true);
      return tf.add(tf.mul(tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, 1e-5))), gain), bias);
    };
    const own = tf.grads((...[input, gain, bias]: tf.Tensor[]) =>
      layerNorm({ scale: gain as tf.Tensor, offset: bias as tf.Tensor }, input as tf.Tensor),
    )([x, weights.scale, weights.offset], upstream);
    const expected = tf.grads((...[input, gain, bias]: tf.Tensor[]) =>
      plain(input as tf.Tensor, gain as tf.Tensor, bias as tf.Tensor),
    )([x, weights.scale, weights.offset], upstream);
    for (const [i, gradient] of own.entries()) {
      expectClose(gradient, expected[i]?.dataSync() as Float32Array, FLOAT32_SUMS);
    }
  });
});
