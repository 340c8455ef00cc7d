import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoredPairs } from '../scored-pairs.setup.js';
import { histogramEdges, scoreHistogram } from './score-histogram.js';

describe('histogramEdges', () => {
  it('are round, hold 0 and all but the outermost scores', () => {
    const scores = [-1000, ...Array.from({ length: 2000 }, (_, i) => -3 + i / 200), 1000];
    const edges = histogramEdges(scores, 30);
    expect(edges.length - 1).toBeLessThanOrEqual(30);
    expect(edges).toContain(0);
    expect((edges[1] as number) - (edges[0] as number)).toBe(0.5);
    expect(edges[0]).toBeCloseTo(-3, 10);
    expect(edges.at(-1)).toBeCloseTo(7, 10);
  });

  it('hold one score, and scores that are all alike', () => {
    expect(histogramEdges([0.3])).toHaveLength(2);
    const [low, high] = histogramEdges([2, 2, 2]) as [number, number];
    expect(low <= 2 && high > low).toBe(true);
  });
});

describe('scoreHistogram', () => {
  it('of a hand-made case: lower edges count, what lies beyond is at the ends', () => {
    const { same, different } = scoreHistogram([-9, 0, 0.5, 1, 9, 0], [0, 1, 1, 1, 1, 0], [-1, 0, 1, 2]);
    expect(Array.from(same)).toEqual([0, 0.5, 0.5]);
    expect(Array.from(different)).toEqual([0.5, 0.5, 0]);
  });

  it('loses no pair', () => {
    fc.assert(
      fc.property(scoredPairs, fc.integer({ min: 2, max: 40 }), ({ scores, same }, bins) => {
        const histogram = scoreHistogram(scores, same, histogramEdges(scores, bins));
        for (const shares of [histogram.same, histogram.different]) {
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        }
      }),
    );
  });
});
