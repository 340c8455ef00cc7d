import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalErrorRate, missRateAt } from './error-rates.js';
import { copied, mapped, scoredPairs } from './scored-pairs.setup.js';

describe('equalErrorRate', () => {
  it('lies between two points of the ROC where both rates meet there (by hand)', () => {
    // Below 2 nothing is missed and 1 of 4 accepted; as the threshold passes the positive at 2, misses rise to 1 of 2.
    expect(equalErrorRate({ scores: [2, 6, 1, 3, 0, 0.5], same: [1, 1, 0, 0, 0, 0] })).toBe(1 / 4);
    // Two of each, one of each wrong.
    expect(equalErrorRate({ scores: [1, 3, 0, 2], same: [1, 1, 0, 0] })).toBe(1 / 2);
    // The tie of a positive and two of three negatives: from (0 missed, 2/3 accepted) straight to (1/2, 0): 2/7.
    expect(equalErrorRate({ scores: [1, 2, 1, 1, 0], same: [1, 1, 0, 0, 0] })).toBeCloseTo(2 / 7, 15);
  });

  it('is 0, ½ and 1 for perfect, constant and reversed scores', () => {
    expect(equalErrorRate({ scores: [2, 3, 1], same: [1, 1, 0] })).toBe(0);
    expect(equalErrorRate({ scores: [1, 1, 1], same: [1, 0, 0] })).toBe(0.5);
    expect(equalErrorRate({ scores: [1, 2, 3], same: [1, 0, 0] })).toBe(1);
  });

  it('is one minus itself for scores turned round', () => {
    fc.assert(
      fc.property(scoredPairs, (pairs) => {
        expect(equalErrorRate(mapped(pairs, (score) => -score))).toBeCloseTo(1 - equalErrorRate(pairs), 12);
      }),
    );
  });
});

describe('missRateAt', () => {
  it('misses what a threshold must that accepts 1 of 100 (by hand)', () => {
    // Negatives 1 … 100: the threshold must be above 99. Positives at 50, 99, 99.5, 101.
    const negatives = Array.from({ length: 100 }, (_, i) => i + 1);
    const scores = [50, 99, 99.5, 101, ...negatives];
    const same = scores.map((_, i) => (i < 4 ? 1 : 0));
    expect(missRateAt({ scores, same })).toBe(2 / 4);
    // One negative fewer: 1% of 99 is none, and the threshold must be above 99.
    expect(missRateAt({ scores: scores.slice(0, -1), same: same.slice(0, -1) })).toBe(2 / 4);
    expect(missRateAt({ scores, same }, 0)).toBe(3 / 4);
  });

  it('is what trying every threshold gives (exhaustive search)', () => {
    fc.assert(
      fc.property(scoredPairs, fc.double({ min: 0, max: 1, noNaN: true }), (pairs, rate) => {
        const { scores, same } = copied(pairs);
        const of = (kind: number) => scores.filter((_, p) => same[p] === kind);
        const [negatives, positives] = [of(0), of(1)];
        const rates = [...scores, 99]
          .filter((t) => negatives.filter((score) => score >= t).length <= rate * negatives.length + 1e-9)
          .map((t) => positives.filter((score) => score < t).length / positives.length);
        expect(missRateAt(pairs, rate)).toBeCloseTo(Math.min(...rates), 12);
      }),
    );
  });
});
