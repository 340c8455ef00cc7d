import * as tf from '@tensorflow/tfjs-core';
import { foldTaps, layWindows, type Padding, takeTaps, type Windows } from './windows.js';

/** How a pooling window slides along spectra. */
export interface Pool1dOptions {
  /** From one window to the next, in bins. @default the window's size */
  readonly stride?: number;
  /** Padding never wins a maximum and does not count in a mean. @default 'valid' */
  readonly padding?: Padding;
}

/** Windows of more points are compared at once and not point by point. */
const MOST_TAPS = 8;

/** What lies below every float32 that a graph may meet. */
const LOWEST = -3.4028234663852886e38;

/**
 * The largest number of each window of `size` bins, `[B, C, L]` → `[B, C, L′]`.
 *
 * Where several are largest, the gradient goes to the first, as in tfjs and PyTorch. ONNX has no operator for it; here it
 * is made of comparisons, which every backend has.
 *
 * @throws SpectroSimError `usage` when no window fits
 */
export function maxPool1d(
  x: tf.Tensor,
  size: number,
  { stride = size, padding = 'valid' }: Pool1dOptions = {},
): tf.Tensor {
  const windows = layWindows(x.shape[2] as number, size, { stride, padding });
  return tf.customGrad((input, save) => {
    const from = input as tf.Tensor;
    const y = slidOver(from, windows, tf.maxPool);
    (save as tf.GradSaveFunc)([from, y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [savedX, savedY] = saved as [tf.Tensor, tf.Tensor];
        return isTiled(windows) && size > MOST_TAPS
          ? ofTiles(savedX, savedY, dy, size)
          : ofTaps(savedX, savedY, dy, windows);
      },
    };
  })(x);
}

/** Pools with an operation of tfjs on images of one channel, whose rows are the channels: in a graph no axis moves. */
export function slidOver(
  x: tf.Tensor,
  { size, stride, before, after }: Windows,
  pool: typeof tf.maxPool | typeof tf.avgPool,
): tf.Tensor {
  const image = tf.expandDims(x, 3) as tf.Tensor4D;
  const none: [number, number] = [0, 0];
  const pads: [[number, number], [number, number], [number, number], [number, number]] = [
    none,
    none,
    [before, after],
    none,
  ];
  return tf.squeeze(pool(image, [1, size], [1, stride], before + after === 0 ? 'valid' : pads), [3]);
}

/** Whether the windows lie side by side and cover the axis. */
function isTiled({ length, size, stride, before, after, count }: Windows): boolean {
  return size === stride && before === 0 && after === 0 && count * size === length;
}

function ofTaps(x: tf.Tensor, y: tf.Tensor, dy: tf.Tensor, windows: Windows): tf.Tensor {
  const taps = takeTaps(x, windows, LOWEST);
  let rest = dy;
  const slopes = taps.map((tap, k) => {
    // What no earlier point took is the last one's.
    if (k === taps.length - 1) {
      return rest;
    }
    const taken = tf.where(tf.equal(tap, y), rest, tf.zerosLike(rest));
    rest = tf.sub(rest, taken);
    return taken;
  });
  return foldTaps(slopes, windows);
}

function ofTiles(x: tf.Tensor, y: tf.Tensor, dy: tf.Tensor, size: number): tf.Tensor {
  const [batch, channels, count] = y.shape as [number, number, number];
  const column = (values: tf.Tensor) => tf.reshape(values, [batch, channels, count, 1]);
  const tiles = tf.reshape(x, [batch, channels, count, size]);
  // Where the largest stands: the least index among those that hold it.
  const places = tf.where(tf.equal(tiles, column(y)), tf.range(0, size), tf.fill([size], size));
  const first = tf.equal(places, tf.min(places, -1, true));
  return tf.reshape(tf.mul(tf.cast(first, 'float32'), column(dy)), x.shape);
}
