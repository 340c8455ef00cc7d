import type { Pairs } from '../evaluation/pairs.js';

/** The scores of one kind of pair, rising `[K]`, with the groups' votes. */
export interface Kind {
  readonly scores: Float64Array;
  /** The votes of the first k scores `[K + 1]`. */
  readonly below: Float64Array;
  /** Groups that have such pairs; all votes together. */
  readonly groups: number;
}

/**
 * The pairs of one kind with a vote each: a group has one, which its pairs share; a pair of two groups has a share of
 * either's.
 *
 * @param groups the group of each spectrum `[N]`
 * @param kind 1 for same-source pairs, 0 for different-source ones
 */
export function kindOf(scores: ArrayLike<number>, pairs: Pairs, groups: readonly string[], kind: 0 | 1): Kind {
  const chosen = Array.from(pairs.same.keys())
    .filter((p) => pairs.same[p] === kind)
    .sort((p, q) => (scores[p] as number) - (scores[q] as number));
  const groupsOf = (p: number) => {
    const [first, second] = [groups[pairs.a[p] as number] as string, groups[pairs.b[p] as number] as string];
    return kind === 1 ? [first] : [first, second];
  };
  const counts = new Map<string, number>();
  for (const p of chosen) {
    for (const group of groupsOf(p)) {
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
  }
  const below = new Float64Array(chosen.length + 1);
  chosen.forEach((p, k) => {
    const vote = groupsOf(p).reduce((sum, group) => sum + 1 / (counts.get(group) as number), 0);
    below[k + 1] = (below[k] as number) + vote;
  });
  return { scores: Float64Array.from(chosen, (p) => scores[p] as number), below, groups: counts.size };
}

/** The votes of scores below an end. */
export function massBelow({ scores, below }: Kind, end: number): number {
  return below[firstAtLeast(scores, end)] as number;
}

/** The votes of scores at an end or above. */
export function massAbove(kind: Kind, end: number): number {
  return (kind.below[kind.scores.length] as number) - massBelow(kind, end);
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
