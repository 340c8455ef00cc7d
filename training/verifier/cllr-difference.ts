import { applyScoreMap } from '../calibration/score-map.js';
import { costOf } from '../evaluation/cllr.js';
import type { Pairs } from '../evaluation/pairs.js';
import type { Rating } from './rate.js';

/**
 * How much more one costs than another on the same pairs, in bits of Cllr, and its standard error by the jackknife over groups
 * (Efron & Stein 1981): pairs share spectra, so that a group, left out with every pair it is in, is the unit.
 *
 * @param groups the group of each training row, which pairs name by row `[n]`
 */
export function cllrDifference(
  one: Pick<Rating, 'calibration' | 'scores'>,
  other: Pick<Rating, 'calibration' | 'scores'>,
  { a, b, same }: Pairs,
  groups: readonly string[],
): { readonly difference: number; readonly standardError: number } {
  const names = [...new Set(groups)];
  const indexOf = new Map(names.map((name, i) => [name, i]));
  const number = groups.map((name) => indexOf.get(name) as number);
  // Sums and counts of the differences of both kinds of pair, over all and over those that a group is in.
  const total = { sums: [0, 0], counts: [0, 0] };
  const inGroup = names.map(() => ({ sums: [0, 0], counts: [0, 0] }));
  const add = (tally: typeof total, truth: number, value: number) => {
    tally.sums[truth] = (tally.sums[truth] as number) + value;
    tally.counts[truth] = (tally.counts[truth] as number) + 1;
  };
  for (let p = 0; p < same.length; p++) {
    const truth = same[p] as number;
    const cost = (of: typeof one) => costOf(applyScoreMap(of.calibration, of.scores[p] as number), truth);
    const value = cost(one) - cost(other);
    add(total, truth, value);
    for (const group of new Set([number[a[p] as number] as number, number[b[p] as number] as number])) {
      add(inGroup[group] as typeof total, truth, value);
    }
  }
  const mean = (without?: typeof total) =>
    [0, 1].reduce((sum, truth) => {
      const value = (total.sums[truth] as number) - (without?.sums[truth] ?? 0);
      return sum + value / ((total.counts[truth] as number) - (without?.counts[truth] ?? 0)) / 2;
    }, 0);
  // A group without which one kind of pair is absent leaves nothing to compare.
  const left = inGroup.map(mean).filter(Number.isFinite);
  const centre = left.reduce((sum, value) => sum + value, 0) / left.length;
  const squares = left.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return {
    difference: mean(),
    standardError: left.length > 1 ? Math.sqrt(((left.length - 1) / left.length) * squares) : Number.POSITIVE_INFINITY,
  };
}
