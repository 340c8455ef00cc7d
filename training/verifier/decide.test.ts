import { createRandom, parseRecipe } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { allPairs } from '../evaluation/pairs.js';
import { CANDIDATES } from './candidates.js';
import { byOneStandardError, decide, linearWinner } from './decide.js';
import type { Rung } from './rungs.js';
import { rated, type TriedVerifier } from './tried-verifier.js';

const groups = Array.from({ length: 60 }, (_, i) => `source ${Math.floor(i / 3)}`);
const pairs = allPairs(groups);
const clearly = byOneStandardError(pairs, groups);

/** Something tried whose scores tell sources apart by as many standard deviations. */
function tried(rung: Rung, apart: number, size = 1, seed = 1): TriedVerifier {
  const random = createRandom(seed, 'noise');
  const scores = Float64Array.from(pairs.same, (same) => apart * same + random.normal());
  const candidate = CANDIDATES.find(({ kind }) => (kind === 'training-free') === (rung === 'floor'));
  const preprocessing = { recipe: parseRecipe('snv'), family: 'snv', encoded: rung === 'encoder' };
  const branch = { candidate: candidate as (typeof CANDIDATES)[number], preprocessing, scores };
  return rated(rung, new Array<typeof branch>(size).fill(branch), pairs.same);
}

describe('decide', () => {
  const floor = tried('floor', 1);
  const single = tried('linear', 3);
  const ensemble = tried('ensemble', 3, 5, 2);

  it('ships the encoder where it is clearly better than what had won without', () => {
    const encoder = tried('encoder', 6, 5);
    const { chosen, why } = decide([floor, single, ensemble, tried('encoder', 6), encoder], clearly);
    expect(chosen).toBe(encoder);
    expect(chosen.kind).toBe('encoder');
    expect(why).toMatch(/^An ensemble with an encoder in it beats the training-free floor/);
  });

  it('ships what had won without where the encoder ties, and says so', () => {
    const { chosen, why } = decide([floor, single, ensemble, tried('encoder', 3.05, 5, 3)], clearly);
    expect(chosen).toBe(ensemble);
    expect(why).toMatch(/With an encoder .* not better by more than a standard error/);
  });

  it('holds an encoder against what has as many branches: a single one against a single back-end', () => {
    const best = tried('linear', 8);
    expect(linearWinner([floor, best, ensemble], clearly)).toBe(best);
    const encoder = tried('encoder', 14, 1);
    const { chosen } = decide([floor, best, ensemble, encoder, tried('encoder', 20, 5)], clearly);
    expect(chosen).toBe(encoder);
  });

  it('ships the floor where nothing that is learned is clearly better', () => {
    const { chosen, why } = decide(
      [floor, tried('linear', 1, 1, 4), tried('ensemble', 1, 5, 5), tried('encoder', 1, 5, 6)],
      clearly,
    );
    expect(chosen).toBe(floor);
    expect(why).toMatch(/The floor ships/);
  });
});
