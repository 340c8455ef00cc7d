import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from './area-under-roc.js';

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
