import { type RankedPairs, ranked, type ScoredPairs, total } from './ranking.js';

/**
 * Average precision: precision at every threshold, weighted by the recall it adds, Σ (Rₖ − Rₖ₋₁) Pₖ from the highest score
 * down. Pairs of equal scores enter together; nothing is interpolated. Chance is the share of same-source pairs, not ½.
 *
 * @returns `NaN` when either kind of pair is absent
 */
export function averagePrecision(pairs: ScoredPairs | RankedPairs): number {
  const counts = ranked(pairs);
  const positives = total(counts.positives);
  let truePositives = 0;
  let accepted = 0;
  let sum = 0;
  for (let k = counts.positives.length - 1; k >= 0; k--) {
    const gained = counts.positives[k] as number;
    truePositives += gained;
    accepted += gained + (counts.negatives[k] as number);
    sum += gained > 0 ? (gained * truePositives) / accepted : 0;
  }
  return positives > 0 && accepted > positives ? sum / positives : Number.NaN;
}
