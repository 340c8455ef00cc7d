import { SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { avgPool1d } from './avg-pool1d.js';
import { maxPool1d } from './max-pool1d.js';

/**
 * The largest number of each of `count` stretches, `[B, C, L]` → `[B, C, count]`: whatever the axis, as many numbers come
 * out. Stretch i runs from ⌊i·L / count⌋ to ⌈(i + 1)·L / count⌉, as in PyTorch; they overlap where they do not fit.
 *
 * @throws SpectroSimError `usage` when there are fewer bins than stretches
 */
export function adaptiveMaxPool1d(x: tf.Tensor, count: number): tf.Tensor {
  return adaptive(x, count, maxPool1d);
}

/** The mean of each of `count` stretches, `[B, C, L]` → `[B, C, count]`; see {@link adaptiveMaxPool1d}. */
export function adaptiveAvgPool1d(x: tf.Tensor, count: number): tf.Tensor {
  return adaptive(x, count, avgPool1d);
}

function adaptive(x: tf.Tensor, count: number, pool: (x: tf.Tensor, size: number) => tf.Tensor): tf.Tensor {
  const length = x.shape[2] as number;
  if (!Number.isInteger(count) || count < 1 || count > length) {
    throw new SpectroSimError('usage', `${length} bins cannot be pooled to ${count} numbers. Expected 1 to ${length}.`);
  }
  if (length % count === 0) {
    return pool(x, length / count);
  }
  const stretches = Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * length) / count);
    const size = Math.ceil(((i + 1) * length) / count) - start;
    return pool(tf.slice(x, [0, 0, start], [-1, -1, size]), size);
  });
  return tf.concat(stretches, 2);
}
