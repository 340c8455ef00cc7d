import * as tf from '@tensorflow/tfjs-core';
import { type Pool1dOptions, slidOver } from './max-pool1d.js';
import { foldTaps, layWindows, type Windows } from './windows.js';

/**
 * The mean of each window of `size` bins, `[B, C, L]` → `[B, C, L′]`; padding does not count.
 *
 * The gradient is our own: tfjs divides by the window's size also where padding lay under it.
 *
 * @throws SpectroSimError `usage` when no window fits
 */
export function avgPool1d(
  x: tf.Tensor,
  size: number,
  { stride = size, padding = 'valid' }: Pool1dOptions = {},
): tf.Tensor {
  const windows = layWindows(x.shape[2] as number, size, { stride, padding });
  return tf.customGrad((input) => ({
    value: slidOver(input as tf.Tensor, windows, tf.avgPool),
    gradFunc: (dy: tf.Tensor) => {
      const share = tf.mul(dy, tf.tensor1d(countsUnder(windows).map((count) => 1 / count)));
      return foldTaps(
        Array.from({ length: size }, () => share),
        windows,
      );
    },
  }))(x);
}

/** How many bins, padding left out, lie under each window. */
function countsUnder({ length, size, stride, before, count }: Windows): number[] {
  return Array.from({ length: count }, (_, i) => {
    const start = i * stride - before;
    return Math.min(start + size, length) - Math.max(start, 0);
  });
}
