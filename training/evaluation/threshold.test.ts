import { describe, expect, it } from 'vitest';
import { balancedAccuracy, bestThreshold } from './threshold.js';

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
