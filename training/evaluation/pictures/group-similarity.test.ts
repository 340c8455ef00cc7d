import { describe, expect, it } from 'vitest';
import { pairsAmong } from '../pairs.js';
import { groupSimilarity } from './group-similarity.js';

describe('groupSimilarity', () => {
  // Spectrum 4 was never scored against the others.
  const groups = ['g10', 'g2', 'g10', 'g2', 'g1'];
  const pairs = pairsAmong([0, 1, 2, 3], groups);
  // (0,1) (0,2) (0,3) (1,2) (1,3) (2,3)
  const { names, values, counts } = groupSimilarity([-1, 5, -2, -3, 7, -6], pairs, groups);

  it('orders groups as people count', () => {
    expect(names).toEqual(['g1', 'g2', 'g10']);
  });

  it('is the mean within and between groups, on both sides, blank where nothing was scored (oracle: by hand)', () => {
    const [blank, within2, within10, between] = [Number.NaN, 7, 5, (-1 - 2 - 3 - 6) / 4];
    expect(Array.from(values)).toEqual([blank, blank, blank, blank, within2, between, blank, between, within10]);
    expect(Array.from(counts)).toEqual([0, 0, 0, 0, 1, 4, 0, 4, 1]);
  });
});
