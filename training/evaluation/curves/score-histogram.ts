/** Scores of either kind of pair counted by bin, as shares of their kind `[B]`. */
export interface ScoreHistogram {
  /** Rising `[B + 1]`. */
  readonly edges: readonly number[];
  readonly same: Float64Array;
  readonly different: Float64Array;
}

/** The share of scores at either end that may lie beyond the edges. */
const BEYOND = 0.002;

/** Steps between edges that people can read: these, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Evenly spaced edges that hold all but the outermost scores, their step a round number, 0 one of them where it lies between.
 *
 * @param most bins at most @default 48
 */
export function histogramEdges(scores: ArrayLike<number>, most = 48): number[] {
  const sorted = Float64Array.from(scores).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(BEYOND), at(1 - BEYOND)];
  const least = (high - low) / (most - 1) || 1 / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = (STEPS.find((one) => one * power >= least * (1 - 1e-9)) ?? 10) * power;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, i) => (first + i) * step);
}

/**
 * Counts scores by bin; a bin takes its lower edge. What lies beyond the edges is counted in the outermost bins, so that the shares
 * of a kind are 1 together.
 */
export function scoreHistogram(
  scores: ArrayLike<number>,
  same: ArrayLike<number>,
  edges: readonly number[],
): ScoreHistogram {
  const bins = edges.length - 1;
  const counts = [new Float64Array(bins), new Float64Array(bins)] as const;
  for (let p = 0; p < scores.length; p++) {
    let [low, high] = [0, bins];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((edges[middle] as number) <= (scores[p] as number)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    const kind = counts[same[p] === 1 ? 1 : 0];
    kind[low] = (kind[low] as number) + 1;
  }
  const shares = (of: Float64Array) => {
    const all = of.reduce((sum, count) => sum + count, 0);
    return all === 0 ? of : of.map((count) => count / all);
  };
  return { edges, same: shares(counts[1]), different: shares(counts[0]) };
}
