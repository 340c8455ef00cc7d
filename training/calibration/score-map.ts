/**
 * A non-decreasing, piecewise-linear map of scores: straight between its knots, and beyond the first and last as
 * straight on as in the first and last piece. One knot is a constant. It is what a graph can hold: a few additions and
 * a Relu a knot.
 */
export interface ScoreMap {
  /** Scores, rising `[K]`, 1 ≤ K ≤ 33. */
  readonly knots: Float64Array;
  /** What each becomes, non-decreasing `[K]`. */
  readonly values: Float64Array;
}

/** Most knots of a map. */
export const MOST_KNOTS = 33;

/**
 * A score put through a map, in double precision: the reference for graphs.
 *
 * @example
 * ```ts
 * applyScoreMap({ knots: Float64Array.of(0, 1), values: Float64Array.of(-3, 5) }, 0.5); // 1
 * ```
 */
export function applyScoreMap({ knots, values }: ScoreMap, score: number): number {
  if (knots.length === 1) {
    return values[0] as number;
  }
  let low = 0;
  let high = knots.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle] as number) <= score) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const [x0, x1] = [knots[low] as number, knots[high] as number];
  const [y0, y1] = [values[low] as number, values[high] as number];
  // From the nearer knot, so that at neither knot, where pieces meet, rounding makes a step down.
  return score <= (x0 + x1) / 2
    ? y0 + ((score - x0) / (x1 - x0)) * (y1 - y0)
    : y1 - ((x1 - score) / (x1 - x0)) * (y1 - y0);
}

/** Every score put through a map. */
export function applyScoreMapToAll(map: ScoreMap, scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(scores, (score) => applyScoreMap(map, score));
}
