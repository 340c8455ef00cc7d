/**
 * The mean of values, such as those of several partitions, and their standard deviation (of a sample, n − 1).
 *
 * @returns `sd` is 0 of one value; both are `NaN` where a value is
 */
export function meanAndSd(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
