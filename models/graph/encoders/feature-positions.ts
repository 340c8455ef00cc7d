import type { Axis } from '@spectrosim/models';
import { layWindows, type WindowOptions } from '../layers/windows.js';

/** The mean position of every patch of so many neighbouring bins; the last may have fewer. */
export function patchPositions({ values }: Axis, patch: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(values.length / patch) }, (_, i) => {
    const part = values.subarray(i * patch, (i + 1) * patch);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

/** A convolution or a pooling, as far as it says where things are. */
export interface SlidingLayer extends WindowOptions {
  /** Points of one window. */
  readonly size: number;
}

/**
 * Where the places lie that are left of an axis after windows have slid over it, layer by layer: the position in the middle of all
 * the bins that a place sees. Between two bins it is between their positions; beyond an end, where a window reaches into the padding
 * with more than half, it is the end's.
 *
 * @throws SpectroSimError `usage` when a window does not fit
 * @example
 * ```ts
 * windowPositions(axis, [{ size: 3, padding: 1 }, { size: 2, stride: 2 }]); // in the middle of bins 0 and 1, 2 and 3, …
 * ```
 */
export function windowPositions({ values }: Axis, layers: readonly SlidingLayer[]): Float64Array {
  // Place i lies at bin `first + i · apart`.
  let [count, first, apart] = [values.length, 0, 1];
  for (const { size, ...options } of layers) {
    const { before, stride, dilation, count: left } = layWindows(count, size, options);
    first += apart * (((size - 1) * dilation) / 2 - before);
    apart *= stride;
    count = left;
  }
  const last = values.length - 1;
  return Float64Array.from({ length: count }, (_, i) => {
    const bin = Math.min(last, Math.max(0, first + i * apart));
    const [low, high] = [Math.floor(bin), Math.ceil(bin)];
    return (values[low] as number) + (bin - low) * ((values[high] as number) - (values[low] as number));
  });
}
