import { areaUnderRoc } from './area-under-roc.js';
import { averagePrecision } from './average-precision.js';
import { costOf, minCllr } from './cllr.js';
import { equalErrorRate, missRateAt } from './error-rates.js';
import { countRanked, rankScores, relabel } from './ranking.js';

/** The measures of a system, by their keys in reports, and which way each is better. */
export const MEASURES = {
  auc: 'higher',
  eer: 'lower',
  fnrAt1: 'lower',
  balancedAccuracy: 'higher',
  hardAuc: 'higher',
  averagePrecision: 'higher',
  cllr: 'lower',
  minCllr: 'lower',
} as const;

/** The key of a measure. */
export type MeasureName = keyof typeof MEASURES;

/** One number a measure; `NaN` where a kind of pair is absent. */
export type MeasureValues = Record<MeasureName, number>;

/** Scores of a partition's pooled pairs by one system. */
export interface PooledScores {
  /** Calibrated log-likelihood ratios without a bound `[P]`: what is ranked. */
  readonly llrs: ArrayLike<number>;
  /** The ratios within their bounds `[P]`: what costs; absent: `llrs`. */
  readonly bounded?: ArrayLike<number>;
  /** The threshold that each pair is judged by `[P]`, frozen in its fold; absent: 0, even odds. */
  readonly thresholds?: ArrayLike<number>;
}

/**
 * Prepares a system to be measured on the same pairs however their groups are weighted: sorts once, and sums what the
 * pairs of two groups cost, so that a resample is little work.
 *
 * @param same `[P]`
 * @param hard 1 where a pair is hard `[P]`
 * @param cellOf the pair of groups of each pair of spectra `[P]`
 * @returns all measures, pairs of groups weighted `[C]`
 */
export function measurePooled(
  { llrs, bounded = llrs, thresholds }: PooledScores,
  same: Uint8Array,
  hard: Uint8Array,
  cellOf: Int32Array,
): (weights: Float64Array) => MeasureValues {
  const ranking = relabel(rankScores(llrs, same), cellOf);
  const hardOnes = Int32Array.from(hard.keys()).filter((p) => hard[p] === 1);
  const hardRanking = relabel(
    rankScores(
      Array.from(hardOnes, (p) => llrs[p] as number),
      same.filter((_, p) => hard[p] === 1),
    ),
    hardOnes.map((p) => cellOf[p] as number),
  );
  const cost = cellMeans(same, cellOf, (p) => costOf(bounded[p] as number, same[p] as number));
  const right = cellMeans(same, cellOf, (p) => {
    const threshold = thresholds === undefined ? 0 : (thresholds[p] as number);
    return Number(((llrs[p] as number) >= threshold ? 1 : 0) === same[p]);
  });
  return (weights) => {
    const counts = countRanked(ranking, weights);
    return {
      auc: areaUnderRoc(counts),
      eer: equalErrorRate(counts),
      fnrAt1: missRateAt(counts, 0.01),
      balancedAccuracy: right(weights),
      hardAuc: areaUnderRoc(countRanked(hardRanking, weights)),
      averagePrecision: averagePrecision(counts),
      cllr: cost(weights),
      minCllr: minCllr(counts),
    };
  };
}

/** The mean of both kinds' means of a value: of costs, Cllr; of right verdicts, balanced accuracy. */
function cellMeans(
  same: Uint8Array,
  cellOf: Int32Array,
  worth: (pair: number) => number,
): (weights: Float64Array) => number {
  const cells = cellOf.reduce((most, cell) => Math.max(most, cell + 1), 0);
  const kinds = new Uint8Array(cells);
  const counts = new Float64Array(cells);
  const sums = new Float64Array(cells);
  same.forEach((kind, p) => {
    const cell = cellOf[p] as number;
    kinds[cell] = kind;
    counts[cell] = (counts[cell] as number) + 1;
    sums[cell] = (sums[cell] as number) + worth(p);
  });
  return (weights) => {
    const count = [0, 0];
    const sum = [0, 0];
    for (let cell = 0; cell < cells; cell++) {
      const weight = weights[cell] as number;
      // 0 · ∞ is no cost.
      if (weight > 0) {
        const kind = kinds[cell] as number;
        count[kind] = (count[kind] as number) + weight * (counts[cell] as number);
        sum[kind] = (sum[kind] as number) + weight * (sums[cell] as number);
      }
    }
    return ((sum[0] as number) / (count[0] as number) + (sum[1] as number) / (count[1] as number)) / 2;
  };
}
