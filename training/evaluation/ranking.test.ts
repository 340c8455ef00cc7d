import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from './area-under-roc.js';
import { averagePrecision } from './average-precision.js';
import { minCllr } from './cllr.js';
import { equalErrorRate, missRateAt } from './error-rates.js';
import { countRanked, rankScores, relabel } from './ranking.js';
import { copied, mapped, scoredPairs } from './scored-pairs.setup.js';

const MEASURES = { areaUnderRoc, averagePrecision, equalErrorRate, missRateAt, minCllr };

describe('rankScores', () => {
  it('has a block a tie, and one for different-source pairs that nothing parts (by hand)', () => {
    const scores = [5, 1, 2, 3, 3, 5, 7];
    const same = [1, 0, 0, 1, 0, 1, 0];
    const ranking = rankScores(scores, same);
    expect(ranking).toEqual({
      positives: { members: Int32Array.of(3, 0, 5), starts: Int32Array.of(0, 0, 1, 3, 3) },
      negatives: { members: Int32Array.of(1, 2, 4, 6), starts: Int32Array.of(0, 2, 3, 3, 4) },
    });
    const counted = { positives: Float64Array.of(0, 4, 7, 0), negatives: Float64Array.of(5, 5, 0, 7) };
    expect(countRanked(ranking, [1, 2, 3, 4, 5, 6, 7])).toEqual(counted);
    // The weights again, told apart by what each pair stands for.
    const standsFor = Int32Array.of(6, 5, 4, 3, 2, 1, 0);
    expect(countRanked(relabel(ranking, standsFor), [7, 6, 5, 4, 3, 2, 1])).toEqual(counted);
    expect(countRanked(ranking).positives).toEqual(Float64Array.of(0, 1, 2, 0));
  });

  it('refuses a score that is not a number', () => {
    expect(() => rankScores([1, Number.NaN], [1, 0])).toThrow(
      expect.objectContaining({ code: 'training', message: expect.stringMatching(/pair 2 of 2 is not a number/) }),
    );
  });
});

describe.each(Object.entries(MEASURES))('%s', (_, measure) => {
  it('does not change under a rising map of the scores', () => {
    fc.assert(
      fc.property(scoredPairs, (pairs) => {
        expect(measure(mapped(pairs, (score) => 3 * Math.exp(score) - 1))).toBeCloseTo(measure(pairs), 12);
      }),
    );
  });

  it('counts a pair of weight w as w pairs, one of weight 0 as none', () => {
    fc.assert(
      fc.property(scoredPairs, (pairs) => {
        expect(measure(pairs)).toBeCloseTo(measure(copied(pairs)), 12);
      }),
    );
  });

  it('is no number without both kinds of pair', () => {
    expect(measure({ scores: [1, 2], same: [1, 1] })).toBeNaN();
    expect(measure({ scores: [1, 2], same: [0, 0] })).toBeNaN();
    expect(measure({ scores: [1, 2], same: [1, 0], weights: [1, 0] })).toBeNaN();
    expect(measure({ scores: [], same: [] })).toBeNaN();
  });
});
