import type { Measure } from '@spectrosim/models';
import { drawGroups, groupNumbers, groupPairs, percentileInterval, weighPairs } from './bootstrap.js';
import { meanAndSd } from './mean-and-sd.js';
import type { PooledScores } from './measure-pooled.js';
import type { Pairs } from './pairs.js';

/** How often verdicts on either kind of pair are right. */
export interface RightShares {
  readonly same: Measure;
  readonly different: Measure;
}

/**
 * The share of same-source pairs that are called so, and of different-source pairs: the two halves of balanced accuracy, each with
 * its standard deviation over partitions and its interval over groups.
 *
 * @param partitions a system's scores of each partition's pairs
 * @param groups the group of each spectrum of the whole set `[N]`
 */
export function rightShares(
  partitions: readonly { readonly pairs: Pairs; readonly scores: PooledScores }[],
  groups: readonly string[],
  seed: number,
): RightShares {
  const numbers = groupNumbers(groups);
  const prepared = partitions.map(({ pairs, scores: { llrs, thresholds } }) => {
    const { pairs: cells, cellOf } = groupPairs(pairs, numbers);
    const [counts, right] = [new Float64Array(cells.same.length), new Float64Array(cells.same.length)];
    pairs.same.forEach((same, p) => {
      const cell = cellOf[p] as number;
      const called = (llrs[p] as number) >= (thresholds?.[p] ?? 0) ? 1 : 0;
      counts[cell] = (counts[cell] as number) + 1;
      right[cell] = (right[cell] as number) + Number(called === same);
    });
    return { cells, counts, right, weights: new Float64Array(cells.same.length) };
  });
  const measure = (drawn: Int32Array) =>
    prepared.map(({ cells, counts, right, weights }) => {
      weighPairs(cells, numbers, drawn, weights);
      const [all, good] = [
        [0, 0],
        [0, 0],
      ];
      weights.forEach((weight, cell) => {
        const kind = cells.same[cell] as number;
        all[kind] = (all[kind] as number) + weight * (counts[cell] as number);
        good[kind] = (good[kind] as number) + weight * (right[cell] as number);
      });
      return [0, 1].map((kind) => (good[kind] as number) / (all[kind] as number));
    });
  const once = measure(new Int32Array(new Set(groups).size).fill(1));
  const replicates = drawGroups(groups, seed).map(measure);
  const of = (kind: number): Measure => {
    const over = (partitionShares: number[][]) => meanAndSd(partitionShares.map((shares) => shares[kind] as number));
    const { mean, sd } = over(once);
    const resampled = replicates.map((replicate) => over(replicate).mean);
    return { mean, sd, ...percentileInterval(resampled, mean) };
  };
  return { same: of(1), different: of(0) };
}
