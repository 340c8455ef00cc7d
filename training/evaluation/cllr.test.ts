import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cllr, costOf, minCllr } from './cllr.js';
import { isotonicPools } from './isotonic.js';
import { copied, scoredPairs } from './scored-pairs.setup.js';

describe('cllr', () => {
  it('is the mean over kinds of the mean cost in bits (by hand)', () => {
    // Ratios 3 and 1 of the same: log2(4/3) and 1. Ratio 1/7 of different: log2(8/7).
    const expected = ((Math.log2(4 / 3) + 1) / 2 + Math.log2(8 / 7)) / 2;
    expect(cllr({ scores: [Math.log(3), 0, -Math.log(7)], same: [1, 1, 0] })).toBeCloseTo(expected, 14);
  });

  it('is 1 for "don\'t know", 0 for sure and right, without limit for sure and wrong', () => {
    expect(cllr({ scores: [0, 0, 0], same: [1, 0, 0] })).toBe(1);
    expect(cllr({ scores: [800, -800], same: [1, 0] })).toBe(0);
    expect(cllr({ scores: [-800, 800], same: [1, 0] })).toBeCloseTo(800 / Math.LN2, 10);
    expect(cllr({ scores: [Number.POSITIVE_INFINITY, -1], same: [0, 1] })).toBe(Number.POSITIVE_INFINITY);
    expect(cllr({ scores: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], same: [1, 0] })).toBe(0);
  });

  it('is no number without both kinds of pair', () => {
    expect(cllr({ scores: [1], same: [1] })).toBeNaN();
    expect(cllr({ scores: [1, 1], same: [1, 0], weights: [1, 0] })).toBeNaN();
  });

  it('counts a pair of weight w as w pairs', () => {
    fc.assert(
      fc.property(scoredPairs, (pairs) => {
        expect(cllr(pairs)).toBeCloseTo(cllr(copied(pairs)), 12);
      }),
    );
  });

  it('is least, among constants, at 0', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (llr) => {
        expect((costOf(llr, 1) + costOf(llr, 0)) / 2).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('minCllr', () => {
  it('is 0 where a threshold parts the kinds, and 1 where ranks run backwards', () => {
    expect(minCllr({ scores: [5, 4, 1], same: [1, 1, 0] })).toBe(0);
    expect(minCllr({ scores: [1, 2, 3], same: [1, 0, 0] })).toBe(1);
    expect(minCllr({ scores: [1, 1, 1], same: [1, 0, 0] })).toBe(1);
  });

  it('is that of the pooled likelihood ratios (by hand)', () => {
    // Rising: d, (s d), s: pools 0:1, 1:1, 1:0. Ratios 0, 1, ∞: one of two of each kind costs a bit.
    expect(minCllr({ scores: [1, 2, 3, 4], same: [0, 1, 0, 1] })).toBe(1 / 2);
  });

  it('is not above the Cllr of any non-decreasing map, the scores themselves among them', () => {
    fc.assert(
      fc.property(
        scoredPairs,
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (pairs, slope, shift) => {
          const least = minCllr(pairs);
          const scores = Array.from(pairs.scores, (score) => slope * score + shift);
          expect(least).toBeLessThanOrEqual(cllr({ ...pairs, scores }) + 1e-12);
          expect(least).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
    );
  });
});

describe('isotonicPools', () => {
  it('gives rising shares, and the best rising fit (oracle: the max–min formula)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
          minLength: 1,
          maxLength: 12,
        }),
        (blocks) => {
          const full = blocks.filter(([p, n]) => p + n > 0);
          const pools = isotonicPools({
            positives: Float64Array.from(blocks, ([p]) => p),
            negatives: Float64Array.from(blocks, ([, n]) => n),
          });
          const fitted = Array.from(pools.positives).flatMap((p, k) => {
            const n = pools.negatives[k] as number;
            return Array.from({ length: p + n }, () => p / (p + n));
          });
          const share = (from: number, to: number) => {
            const sum = full.slice(from, to + 1).reduce(([p, n], [q, m]) => [p + q, n + m], [0, 0]);
            return (sum[0] as number) / ((sum[0] as number) + (sum[1] as number));
          };
          const expected = full.flatMap(([p, n], k) => {
            const lows = full
              .slice(0, k + 1)
              .map((_, from) => Math.min(...full.slice(k).map((__, up) => share(from, k + up))));
            return Array.from({ length: p + n }, () => Math.max(...lows));
          });
          expect(fitted.map((value) => value.toFixed(10))).toEqual(expected.map((value) => value.toFixed(10)));
        },
      ),
    );
  });
});
