import { SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';

/**
 * What is put around a spectrum before a window slides over it: nothing, so much that `⌈L / stride⌉` windows fit, the same
 * number at both ends, or a number for either end.
 */
export type Padding = 'valid' | 'same' | number | readonly [before: number, after: number];

/** How a window slides along the last axis. */
export interface WindowOptions {
  /** From one window to the next, in bins. @default 1 */
  readonly stride?: number;
  /** From one point of a window to the next, in bins. @default 1 */
  readonly dilation?: number;
  /** @default 'valid' */
  readonly padding?: Padding;
}

/** Windows laid over an axis of `length` bins. */
export interface Windows {
  readonly length: number;
  /** Points of one window. */
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** How many windows there are. */
  readonly count: number;
}

/**
 * Lays windows of `size` points over `length` bins.
 *
 * @throws SpectroSimError `usage` when a number is not one of bins, no window fits, or one would lie in the padding alone
 */
export function layWindows(length: number, size: number, options: WindowOptions = {}): Windows {
  const { stride = 1, dilation = 1, padding = 'valid' } = options;
  for (const [name, value] of Object.entries({ size, stride, dilation })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new SpectroSimError('usage', `A window's ${name} is ${value}. Expected a whole number of at least 1.`);
    }
  }
  const reach = (size - 1) * dilation + 1;
  const [before, after] = ends(length, reach, stride, padding);
  if ([before, after].some((end) => !Number.isInteger(end) || end < 0 || end >= reach)) {
    throw new SpectroSimError(
      'usage',
      `The padding [${before}, ${after}] does not fit windows that reach over ${reach} bins. Expected 0 to ${reach - 1} at either end, or a window would lie in the padding alone.`,
    );
  }
  const count = Math.floor((length + before + after - reach) / stride) + 1;
  if (count < 1) {
    throw new SpectroSimError(
      'usage',
      `A window that reaches over ${reach} bins does not fit ${length} bins with the padding [${before}, ${after}]. Expected at most ${length + before + after}.`,
    );
  }
  return { length, size, stride, dilation, before, after, count };
}

function ends(length: number, reach: number, stride: number, padding: Padding): readonly [number, number] {
  if (padding === 'valid') {
    return [0, 0];
  }
  if (padding === 'same') {
    const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
    return [total >> 1, total - (total >> 1)];
  }
  return typeof padding === 'number' ? [padding, padding] : padding;
}

/**
 * The `k`-th point of every window, for each k in order: `[…, L]` → `size` times `[…, count]`.
 *
 * @param fill what the padding holds
 */
export function takeTaps(x: tf.Tensor, windows: Windows, fill: number): tf.Tensor[] {
  const { size, stride, dilation, before, after, count } = windows;
  const padded = padLast(x, before, after, fill);
  const leading = x.shape.slice(0, -1).map(() => 0);
  return Array.from({ length: size }, (_, k) => {
    const start = k * dilation;
    if (stride === 1) {
      return tf.slice(padded, [...leading, start], [...leading.map(() => -1), count]);
    }
    const end = start + (count - 1) * stride + 1;
    const all = 2 ** leading.length - 1;
    return tf.stridedSlice(padded, [...leading, start], [...leading, end], [...leading.map(() => 1), stride], all, all);
  });
}

/** The other way: adds up what belongs to the `k`-th point of every window where that point lies, `[…, L]`. Dilation 1. */
export function foldTaps(taps: readonly tf.Tensor[], { length, size, stride, before, count }: Windows): tf.Tensor {
  const [first] = taps as [tf.Tensor];
  const overlap = Math.ceil(size / stride);
  // Points whose numbers differ by whole strides meet: their sum comes first, then the phases are interleaved.
  const phases = Array.from({ length: stride }, (_, phase) => {
    const parts = taps
      .filter((_, k) => k % stride === phase)
      .map((tap, later) => padLast(tap, later, overlap - 1 - later, 0));
    return parts.length === 0 ? tf.zeros([...first.shape.slice(0, -1), count + overlap - 1]) : sumOf(parts);
  });
  const interleaved =
    phases.length === 1
      ? (phases[0] as tf.Tensor)
      : tf.reshape(tf.stack(phases, -1), [...first.shape.slice(0, -1), (count + overlap - 1) * stride]);
  const missing = before + length - (interleaved.shape.at(-1) as number);
  const whole = padLast(interleaved, 0, Math.max(0, missing), 0);
  const leading = first.shape.slice(0, -1);
  return tf.slice(whole, [...leading.map(() => 0), before], [...leading.map(() => -1), length]);
}

function sumOf(parts: readonly tf.Tensor[]): tf.Tensor {
  return parts.length === 1 ? (parts[0] as tf.Tensor) : tf.addN([...parts]);
}

function padLast(x: tf.Tensor, before: number, after: number, fill: number): tf.Tensor {
  if (before === 0 && after === 0) {
    return x;
  }
  const none = x.shape.slice(0, -1).map((): [number, number] => [0, 0]);
  return tf.pad(x, [...none, [before, after]], fill);
}
