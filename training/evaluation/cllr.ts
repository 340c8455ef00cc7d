import { isotonicPools } from './isotonic.js';
import { type RankedPairs, ranked, type ScoredPairs, total } from './ranking.js';

/**
 * What a log-likelihood ratio costs, in bits, when the truth is `same` (1) or not (0): log₂(1 + e^∓l). 0 bits for a sure
 * and right answer, 1 for "don't know" (l = 0), without limit for a sure and wrong one.
 */
export function costOf(llr: number, same: number): number {
  const x = same === 1 ? -llr : llr;
  // Of e^x, or of e^−x plus x: neither overflows.
  return (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))) / Math.LN2;
}

/**
 * Cost of log-likelihood ratios, in bits: the mean of what same-source pairs cost and of what different-source pairs cost
 * (Brümmer & du Preez 2006, *Application-independent evaluation of speaker detection*, eq. 19). It judges the numbers
 * themselves, not only their order, over all priors and costs of errors at once.
 *
 * @param pairs scores are natural-log likelihood ratios
 * @returns 0 at best, 1 for an LLR of 0 throughout, more for ratios that mislead; `NaN` when either kind is absent
 * @example
 * ```ts
 * cllr({ scores: [0, 0], same: [1, 0] }); // 1
 * ```
 */
export function cllr({ scores, same, weights }: ScoredPairs): number {
  const counts = [0, 0];
  const costs = [0, 0];
  for (let p = 0; p < scores.length; p++) {
    const weight = weights === undefined ? 1 : (weights[p] as number);
    if (weight > 0) {
      const truth = same[p] as number;
      counts[truth] = (counts[truth] as number) + weight;
      costs[truth] = (costs[truth] as number) + weight * costOf(scores[p] as number, truth);
    }
  }
  // 0 / 0 of an absent kind is the NaN that is promised.
  return ((costs[0] as number) / (counts[0] as number) + (costs[1] as number) / (counts[1] as number)) / 2;
}

/**
 * The Cllr that the best non-decreasing map of the scores would give, fitted by {@link isotonicPools} on these very
 * pairs: what is lost by ranking alone. Cllr − minCllr is lost by calibration.
 *
 * @returns in bits, at most 1; `NaN` when either kind of pair is absent
 */
export function minCllr(pairs: ScoredPairs | RankedPairs): number {
  const counts = ranked(pairs);
  const positives = total(counts.positives);
  const negatives = total(counts.negatives);
  if (!(positives > 0 && negatives > 0)) {
    return Number.NaN;
  }
  const pools = isotonicPools(counts);
  const odds = positives / negatives;
  let missed = 0;
  let accepted = 0;
  for (let k = 0; k < pools.positives.length; k++) {
    const [p, n] = [pools.positives[k] as number, pools.negatives[k] as number];
    // A pool's likelihood ratio is (p / positives) / (n / negatives); a pool of one kind costs nothing.
    if (p > 0 && n > 0) {
      missed += p * Math.log2(1 + (n / p) * odds);
      accepted += n * Math.log2(1 + p / n / odds);
    }
  }
  return (missed / positives + accepted / negatives) / 2;
}
