import { describe, expect, it } from 'vitest';
import { areaUnderRoc, balancedAccuracy, bestThreshold } from './measures.js';

describe('areaUnderRoc', () => {
  it('is the share of pairs of pairs in the right order (by hand: 5 of 6)', () => {
    expect(areaUnderRoc({ scores: [0.9, 0.8, 0.7, 0.6, 0.5], same: [1, 0, 1, 0, 0] })).toBe(5 / 6);
  });

  it('counts a tie half (by hand: (1 + ½ + ½ + 1 + 0 + 1) / 6)', () => {
    expect(areaUnderRoc({ scores: [3, 2, 1, 2, 3], same: [1, 0, 0, 1, 0] })).toBeCloseTo(4 / 6, 15);
  });

  it('is 1, 0 and one half at the extremes, and no number without one kind', () => {
    expect(areaUnderRoc({ scores: [2, 1], same: [1, 0] })).toBe(1);
    expect(areaUnderRoc({ scores: [1, 2], same: [1, 0] })).toBe(0);
    expect(areaUnderRoc({ scores: [1, 1, 1], same: [1, 0, 1] })).toBe(0.5);
    expect(areaUnderRoc({ scores: [1, 2], same: [1, 1] })).toBeNaN();
  });

  it('ranks infinite scores, equal ones as ties', () => {
    const infinite = Number.POSITIVE_INFINITY;
    expect(areaUnderRoc({ scores: [infinite, infinite, -infinite, 0], same: [1, 0, 0, 1] })).toBe(0.625);
  });

  it('counts a pair of weight 2 as two pairs', () => {
    const twice = areaUnderRoc({ scores: [0.9, 0.9, 0.8, 0.7, 0.7], same: [1, 1, 0, 1, 1] });
    expect(areaUnderRoc({ scores: [0.9, 0.8, 0.7], same: [1, 0, 1], weights: [2, 1, 2] })).toBe(twice);
  });
});

describe('balancedAccuracy', () => {
  it('is the mean of both rates (by hand: (1/2 + 2/3) / 2), the threshold itself included', () => {
    const pairs = { scores: [0.9, 0.4, 0.5, 0.2, 0.1], same: [1, 1, 0, 0, 0] };
    expect(balancedAccuracy(pairs, 0.5)).toBeCloseTo((1 / 2 + 2 / 3) / 2, 15);
  });
});

describe('bestThreshold', () => {
  it('lies half-way between the scores it parts', () => {
    expect(bestThreshold({ scores: [0.9, 0.7, 0.3, 0.1], same: [1, 1, 0, 0] })).toBe(0.5);
  });

  it('accepts every pair when no threshold is better than that', () => {
    expect(bestThreshold({ scores: [0.1, 0.2, 0.3, 0.4], same: [1, 1, 0, 0] })).toBe(0.1);
  });

  it('is as good as any threshold there is (exhaustive search)', () => {
    const scores = Array.from({ length: 200 }, (_, i) => Math.sin(i * 12.9898) * 0.5 + (i % 5 === 0 ? 0.3 : 0));
    const same = scores.map((_, i) => (i % 5 === 0 ? 1 : 0));
    const best = Math.max(...scores.map((score) => balancedAccuracy({ scores, same }, score)));
    expect(balancedAccuracy({ scores, same }, bestThreshold({ scores, same }))).toBeCloseTo(best, 12);
  });
});
