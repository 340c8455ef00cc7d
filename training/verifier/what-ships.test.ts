import type { Measure } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import type { TriedVerifier } from './tried-verifier.js';
import { whatShips } from './what-ships.js';

const [floor, learned] = [{ name: 'floor' }, { name: 'learned' }] as TriedVerifier[] as [TriedVerifier, TriedVerifier];
const ladder = { chosen: learned, floor, why: 'The ladder said so.' };
const measured = (cllr: Pick<Measure, 'mean' | 'lo' | 'hi'>, groups = 12) => ({
  groups,
  difference: { auc: { mean: 0.1, sd: 0, lo: 0.05, hi: 0.2 }, cllr: { sd: 0, ...cllr } },
});

describe('whatShips', () => {
  it('ships what is learned where it clearly beats the floor', () => {
    expect(whatShips(ladder, measured({ mean: -0.2, lo: -0.3, hi: -0.1 }))).toEqual({
      tried: learned,
      why: ladder.why,
    });
  });

  it.each([
    ['ties with', { mean: -0.2, lo: -0.41, hi: 0.01 }, 12, 'ties with the floor (Cllr −0.200, −0.410 to +0.010)'],
    ['loses to', { mean: 0.2, lo: 0.1, hi: 0.3 }, 12, 'loses to the floor (Cllr +0.200, +0.100 to +0.300)'],
    ['is of too few groups to beat', { mean: -0.2, lo: -0.3, hi: -0.1 }, 4, '4 groups are too few'],
  ])('ships the floor where what is learned %s it, and says so', (_, cllr, groups, said) => {
    const { tried, why } = whatShips(ladder, measured(cllr, groups));
    expect(tried).toBe(floor);
    expect(why).toContain('The ladder said so.');
    expect(why).toContain(said);
    expect(why).toMatch(/So the floor ships\.$/);
  });

  it('says no more where the ladder itself had chosen the floor', () => {
    const shipped = whatShips({ ...ladder, chosen: floor }, measured({ mean: 0, lo: 0, hi: 0 }));
    expect(shipped).toEqual({ tried: floor, why: ladder.why });
  });
});
