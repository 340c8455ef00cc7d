import { type RankedPairs, ranked, type ScoredPairs, total } from './ranking.js';

/** Rounding in `rate · count`, which is to be a whole number as often as not. */
const SLACK = 1e-12;

/**
 * Equal error rate: where as large a share of same-source pairs is missed as of different-source pairs is accepted.
 *
 * Read off the empirical ROC, linear between its points (a tie of both kinds is a slanted piece), not off its convex
 * hull: the hull is chosen with the truth at hand and never above, and hides scores that rank backwards.
 *
 * @returns 0 for perfect separation, ½ for chance, 1 for a ranking backwards; `NaN` when either kind of pair is absent
 */
export function equalErrorRate(pairs: ScoredPairs | RankedPairs): number {
  const counts = ranked(pairs);
  const positives = total(counts.positives);
  const negatives = total(counts.negatives);
  if (!(positives > 0 && negatives > 0)) {
    return Number.NaN;
  }
  // The threshold rises from below every score: nothing is missed and everything accepted.
  let missed = 0;
  let accepted = 1;
  for (let k = 0; k < counts.positives.length; k++) {
    const more = (counts.positives[k] as number) / positives;
    const fewer = (counts.negatives[k] as number) / negatives;
    const gap = accepted - missed;
    if (more + fewer >= gap) {
      return gap > 0 ? missed + (more * gap) / (more + fewer) : missed;
    }
    missed += more;
    accepted -= fewer;
  }
  return missed;
}

/**
 * False negative rate at a false positive rate: the share of same-source pairs missed at the lowest threshold that
 * accepts at most `rate` of the different-source pairs. A threshold parts no tie; nothing is interpolated, so with
 * fewer than 1 / `rate` different-source pairs none may be accepted.
 *
 * @param rate @default 0.01
 * @returns `NaN` when either kind of pair is absent
 */
export function missRateAt(pairs: ScoredPairs | RankedPairs, rate = 0.01): number {
  const counts = ranked(pairs);
  const positives = total(counts.positives);
  const negatives = total(counts.negatives);
  if (!(positives > 0 && negatives > 0)) {
    return Number.NaN;
  }
  let missed = 0;
  let accepted = negatives;
  for (let k = 0; accepted > rate * negatives * (1 + SLACK); k++) {
    missed += counts.positives[k] as number;
    accepted -= counts.negatives[k] as number;
  }
  return missed / positives;
}
