import { describe, expect, it } from 'vitest';
import { shuffledGroups } from './shuffled-groups.js';

describe('shuffledGroups', () => {
  const groups = Array.from({ length: 30 }, (_, i) => `g${Math.floor(i / 4)}`);

  it('keeps the sizes and not the places, by seed', () => {
    const shuffled = shuffledGroups(groups, 1);
    expect([...shuffled].sort()).toEqual([...groups].sort());
    expect(shuffled).not.toEqual(groups);
    expect(shuffledGroups(groups, 1)).toEqual(shuffled);
    expect(shuffledGroups(groups, 2)).not.toEqual(shuffled);
  });

  it('leaves each pair together as often as chance does (closed form: (n − 1) / (N − 1))', () => {
    const shuffles = Array.from({ length: 4000 }, (_, seed) => shuffledGroups(['a', 'a', 'a', 'b', 'b', 'c'], seed));
    const together = shuffles.filter(([first, second]) => first === second).length / shuffles.length;
    // Pairs of one group: 3 + 1 of 15. Four standard deviations of 4,000 draws: 0.028.
    expect(Math.abs(together - 4 / 15)).toBeLessThan(0.028);
  });
});
