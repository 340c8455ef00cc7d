import { describe, expect, it } from 'vitest';
import { rowsAt } from '../dataset.js';
import { allPairs } from '../evaluation/pairs.js';
import { alternatives } from './alternatives.js';
import { chooseVerifier } from './choose-verifier.js';
import { scorePairs } from './score-pairs.js';
import { triedScorer } from './score-tried.js';
import { axis, run, spectra } from './spectra.setup.js';

const { rows, groups } = spectra(new Array<number>(20).fill(3), 4);
const train = groups.flatMap((_, i) => (i < 42 ? [i] : []));
const test = groups.flatMap((_, i) => (i < 42 ? [] : [i]));
const at = (indices: readonly number[]) => indices.map((i) => groups[i] as string);
const ladder = await chooseVerifier(rowsAt(rows, train), at(train), axis, { seed: 1, run });

describe('alternatives', () => {
  const all = alternatives(ladder, at(train));
  const of = (size: number, rule: string) => all.find((one) => one.size === size && one.rule === rule)?.tried;

  it('have what the ladder ships among them', () => {
    expect(of(5, 'one standard error')?.name).toBe(ladder.chosen.name);
    expect(of(5, 'one standard error')?.cllr).toBe(ladder.chosen.cllr);
  });

  it('are as large as they say, and the lowest cost is the lowest there is', () => {
    const sizes = [3, 5, Number.POSITIVE_INFINITY].map((size) => of(size, 'one standard error')?.branches.length);
    // On so few groups the ensemble of three gives way to a single back-end.
    expect(sizes).toEqual([1, 5, 7]);
    expect(of(1, 'lowest Cllr')?.branches).toHaveLength(1);
    const lowest = Math.min(...ladder.tried.map(({ cllr }) => cllr));
    expect(of(5, 'lowest Cllr')?.cllr).toBe(lowest);
  });
});

describe('triedScorer', () => {
  it('gives the ratios of the fitted verifier, branch by branch (scorePairs)', async () => {
    const places = allPairs(at(test));
    const side = { rows: rowsAt(rows, test), places, pairs: places };
    const { llrs, bounded } = await triedScorer(ladder, side, run).ratios(ladder.chosen);
    const expected = await scorePairs(await ladder.fit(ladder.chosen), side.rows, places, run);
    expect(ladder.chosen.branches.length).toBeGreaterThan(1);
    Array.from(llrs).forEach((llr, p) => {
      expect(llr).toBeCloseTo(expected[p] as number, 4);
      expect(Math.abs((bounded as Float64Array)[p] as number)).toBeLessThanOrEqual(ladder.chosen.calibration.bound);
    });
  });
});
