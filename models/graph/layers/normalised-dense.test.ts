import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { dense } from './dense.js';
import { layerNorm } from './layer-norm.js';
import { normalisedDense } from './normalised-dense.js';

const [inputs, outputs] = [5, 3];
const norm = { scale: floats([inputs], normals('scale', inputs)), offset: floats([inputs], normals('offset', inputs)) };
const layer = {
  weight: floats([inputs, outputs], normals('weight', inputs * outputs)),
  bias: floats([outputs], normals('bias', outputs)),
};

describe('normalisedDense', () => {
  it.each([[[4, inputs]], [[2, 3, inputs]]])('of shape %j is the two layers', (dims) => {
    const x = floats(
      dims,
      normals('x', tf.util.sizeFromShape(dims)).map((value) => 3 * value + 10),
    );
    const y = normalisedDense(norm, layer, x);
    expect(y.shape).toEqual([...dims.slice(0, -1), outputs]);
    expectClose(y, dense(layer, layerNorm(norm, x)).dataSync(), FLOAT32);
  });

  it('has the gradients of the two layers', () => {
    const tensors = [
      floats([2, 4, inputs], normals('x', 8 * inputs)),
      norm.scale,
      norm.offset,
      layer.weight,
      layer.bias,
    ];
    const upstream = floats([2, 4, outputs], normals('upstream', 8 * outputs));
    const gradientsOf = (fn: (n: typeof norm, l: typeof layer, x: tf.Tensor) => tf.Tensor) =>
      tf.grads((...[x, scale, offset, weight, bias]: tf.Tensor[]) =>
        fn(
          { scale: scale as tf.Tensor, offset: offset as tf.Tensor },
          { weight: weight as tf.Tensor, bias: bias as tf.Tensor },
          x as tf.Tensor,
        ),
      )(tensors, upstream);
    const expected = gradientsOf((n, l, x) => dense(l, layerNorm(n, x)));
    for (const [i, gradient] of gradientsOf(normalisedDense).entries()) {
      expect(gradient.shape).toEqual(tensors[i]?.shape);
      expectClose(gradient, expected[i]?.dataSync() as Float32Array, FLOAT32_SUMS);
    }
  });
});
