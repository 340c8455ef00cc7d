import type { Rows } from './step.js';

/** The middle of numbers, or the mean of the two in the middle; `NaN` of none. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The median of each bin's detected intensities, those above 0, over rows `[L]`; 0 where a bin was never detected. */
export function detectedMedians({ count, bins, data }: Rows): Float64Array {
  const column = new Float64Array(count);
  return Float64Array.from({ length: bins }, (_, bin) => {
    let detected = 0;
    for (let row = 0; row < count; row++) {
      const value = data[row * bins + bin] as number;
      if (value > 0) {
        column[detected] = value;
        detected++;
      }
    }
    return detected === 0 ? 0 : median(column.subarray(0, detected));
  });
}
