/** The median; `NaN` of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** The largest |aᵢ − bᵢ| / |bᵢ| over the entries that both have. */
export function largestRelativeDifference(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  return Math.max(
    ...Array.from(
      { length: shared },
      (_, i) => Math.abs((a[i] as number) - (b[i] as number)) / Math.abs(b[i] as number),
    ),
  );
}

/** The value that a share of the others do not exceed: `percentile(values, 0.99)`; `NaN` of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
