import { describe, expect, it } from 'vitest';
import { averagePrecision } from './average-precision.js';

describe('averagePrecision', () => {
  it('is the mean precision at the same-source pairs (by hand: (1 + 2/3 + 3/5) / 3)', () => {
    expect(averagePrecision({ scores: [9, 8, 7, 6, 5, 4], same: [1, 0, 1, 0, 1, 0] })).toBeCloseTo(
      (1 + 2 / 3 + 3 / 5) / 3,
      15,
    );
  });

  it('lets a tie in at once (by hand: (2 · 2/3 + 3/5) / 3)', () => {
    expect(averagePrecision({ scores: [8, 8, 8, 6, 5], same: [1, 0, 1, 0, 1] })).toBeCloseTo(
      (2 * (2 / 3) + 3 / 5) / 3,
      15,
    );
  });

  it('is 1 for perfect separation and the share of same-source pairs for constant scores', () => {
    expect(averagePrecision({ scores: [2, 3, 1], same: [1, 1, 0] })).toBe(1);
    expect(averagePrecision({ scores: [1, 1, 1, 1], same: [1, 0, 0, 0] })).toBe(0.25);
  });
});
