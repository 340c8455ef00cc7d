/** What of a spectrum falls on one column of a drawing. */
export interface Column {
  /** Its place on the axis, 0 … L − 1. */
  readonly at: number;
  /** The lowest and the highest of its bins, and of 0. */
  readonly low: number;
  readonly high: number;
}

/**
 * A spectrum as stems, one for each column of a drawing: a peak of one bin is seen, however many bins there are.
 *
 * @param values `[L]`
 */
export function columnsOf(values: ArrayLike<number>, columns: number): Column[] {
  const count = Math.min(columns, values.length);
  return Array.from({ length: count }, (_, column) => {
    const first = Math.floor((column * values.length) / count);
    const next = Math.floor(((column + 1) * values.length) / count);
    let [low, high] = [0, 0];
    for (let bin = first; bin < next; bin++) {
      low = Math.min(low, values[bin] as number);
      high = Math.max(high, values[bin] as number);
    }
    return { at: (first + next - 1) / 2, low, high };
  });
}
