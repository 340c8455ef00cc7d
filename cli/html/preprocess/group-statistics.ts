/** Mean and standard deviation (n − 1) of each bin over some rows `[L]`; missing values are left out, and `NaN` where there is none. */
export interface BinStatistics {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** @param rows row-major `[N, bins]`; `NaN` is missing */
export function binStatistics(rows: Float32Array, bins: number, indices: readonly number[]): BinStatistics {
  const mean = new Float32Array(bins);
  const deviation = new Float32Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    let [count, average, squares] = [0, 0, 0];
    // Welford's way: one pass, and no difference of two large sums.
    for (const row of indices) {
      const value = rows[row * bins + bin] as number;
      if (!Number.isNaN(value)) {
        count++;
        const step = value - average;
        average += step / count;
        squares += step * (value - average);
      }
    }
    mean[bin] = count === 0 ? Number.NaN : average;
    deviation[bin] = count === 0 ? Number.NaN : Math.sqrt(squares / Math.max(1, count - 1));
  }
  return { mean, deviation };
}
