import { type RankedPairs, ranked, type ScoredPairs, total } from '../ranking.js';
import { type Curve, curveOf } from './curve.js';

/**
 * The empirical ROC: the share of same-source pairs accepted (y) over the share of different-source pairs accepted (x), the
 * threshold falling from above every score to below. Pairs of equal scores make one slanted piece, so that the area under the
 * points is `areaUnderRoc` and their crossing with the falling diagonal `equalErrorRate`.
 *
 * @returns from (0, 0) to (1, 1); no point when either kind of pair is absent
 * @example
 * ```ts
 * const { x, y } = rocCurve({ scores: llrs, same: pairs.same });
 * ```
 */
export function rocCurve(pairs: ScoredPairs | RankedPairs): Curve {
  const counts = ranked(pairs);
  const positives = total(counts.positives);
  const negatives = total(counts.negatives);
  if (!(positives > 0 && negatives > 0)) {
    return curveOf([]);
  }
  const points: [number, number][] = [[0, 0]];
  let [accepted, found] = [0, 0];
  for (let k = counts.positives.length - 1; k >= 0; k--) {
    accepted += counts.negatives[k] as number;
    found += counts.positives[k] as number;
    points.push([accepted / negatives, found / positives]);
  }
  return curveOf(points);
}
