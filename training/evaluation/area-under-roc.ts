import { type RankedPairs, ranked, type ScoredPairs } from './ranking.js';

/**
 * Area under the ROC curve: the chance that a same-source pair scores above a different-source one, a tie counting half
 * (Mann–Whitney). Exact.
 *
 * @returns `NaN` when either kind of pair is absent
 * @example
 * ```ts
 * areaUnderRoc({ scores: [0.9, 0.4, 0.7], same: [1, 0, 0] }); // 1
 * ```
 */
export function areaUnderRoc(pairs: ScoredPairs | RankedPairs): number {
  const counts = ranked(pairs);
  let positives = 0;
  let negatives = 0;
  let area = 0;
  for (let k = 0; k < counts.positives.length; k++) {
    const [p, n] = [counts.positives[k] as number, counts.negatives[k] as number];
    area += p * (negatives + n / 2);
    positives += p;
    negatives += n;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : Number.NaN;
}
