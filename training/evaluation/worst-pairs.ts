import type { PooledPartition } from './summarise-evaluation.js';

/** A pair with what was said of it, over the partitions in which it was held out together. */
export interface JudgedPair {
  /** Indices of the spectra in the whole set. */
  readonly a: number;
  readonly b: number;
  readonly same: boolean;
  /** In how many partitions it was scored, and in how many of them the verdict was wrong. */
  readonly scored: number;
  readonly wrong: number;
  /** Means of the scores as they are reported, of the model and of the floor. */
  readonly model: number;
  readonly floor: number;
  /** How far on the right side of the threshold it lies, before any bound: below 0 is wrong. Mean over partitions. */
  readonly margin: number;
}

/** The pairs of either kind that were judged worst. */
export interface WorstPairs {
  /** Same-source pairs, the most wrong first; at the end, those that were nearly so. */
  readonly same: readonly JudgedPair[];
  readonly different: readonly JudgedPair[];
  /** How many pairs of either kind there are, and how many are wrong in the mean. */
  readonly count: { readonly same: number; readonly different: number };
  readonly wrong: { readonly same: number; readonly different: number };
}

/**
 * Which pairs were judged worst, to be looked up.
 *
 * @param most pairs of either kind @default 10
 */
export function worstPairs(partitions: readonly PooledPartition[], most = 10): WorstPairs {
  const judged = new Map<string, { a: number; b: number; same: boolean; scores: number[][] }>();
  for (const { pairs, model, floor } of partitions) {
    pairs.a.forEach((a, p) => {
      const b = pairs.b[p] as number;
      const same = pairs.same[p] === 1;
      const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
      const pair = judged.get(key) ?? { a: Math.min(a, b), b: Math.max(a, b), same, scores: [] };
      const above = (model.llrs[p] as number) - (model.thresholds?.[p] ?? 0);
      const right = above >= 0 === same;
      // At the threshold a pair is called same: for a different-source pair that is wrong, by nothing.
      const margin = right ? Math.abs(above) : Math.min(-Math.abs(above), -Number.MIN_VALUE);
      pair.scores.push([
        (model.bounded ?? model.llrs)[p] as number,
        (floor.bounded ?? floor.llrs)[p] as number,
        margin,
        right ? 0 : 1,
      ]);
      judged.set(key, pair);
    });
  }
  const all = [...judged.values()].map(({ scores, ...pair }): JudgedPair => {
    const mean = (column: number) => scores.reduce((sum, row) => sum + (row[column] as number), 0) / scores.length;
    return {
      ...pair,
      scored: scores.length,
      wrong: scores.filter((row) => row[3] === 1).length,
      model: mean(0),
      floor: mean(1),
      margin: mean(2),
    };
  });
  const kind = (same: boolean) => {
    const of = all
      .filter((pair) => pair.same === same)
      .sort((one, other) => one.margin - other.margin || one.a - other.a || one.b - other.b);
    return { count: of.length, wrong: of.filter(({ margin }) => margin < 0).length, worst: of.slice(0, most) };
  };
  const [same, different] = [kind(true), kind(false)];
  return {
    same: same.worst,
    different: different.worst,
    count: { same: same.count, different: different.count },
    wrong: { same: same.wrong, different: different.wrong },
  };
}
