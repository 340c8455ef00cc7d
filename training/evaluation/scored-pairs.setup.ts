import fc from 'fast-check';
import type { ScoredPairs } from './ranking.js';

/** Pairs of both kinds with scores that tie now and then, some of weight 0. */
export const scoredPairs: fc.Arbitrary<Required<ScoredPairs>> = fc
  .array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.boolean(), fc.integer({ min: 0, max: 3 })), { maxLength: 40 })
  .map((more) => {
    const all: [number, boolean, number][] = [[1, true, 1], [0, false, 2], ...more];
    return {
      scores: all.map(([score]) => score / 2),
      same: all.map(([, same]) => (same ? 1 : 0)),
      weights: all.map(([, , weight]) => weight),
    };
  });

/** Every pair as often as it counts. */
export function copied({ scores, same, weights }: Required<ScoredPairs>): { scores: number[]; same: number[] } {
  const often = <T>(values: ArrayLike<T>) =>
    Array.from(values).flatMap((value, p) => Array.from({ length: weights[p] as number }, () => value));
  return { scores: often(scores), same: often(same) };
}

/** Pairs each of whose scores went through a map. */
export function mapped(pairs: Required<ScoredPairs>, map: (score: number) => number): Required<ScoredPairs> {
  return { ...pairs, scores: Array.from(pairs.scores, map) };
}
