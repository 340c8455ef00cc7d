import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { allPairs } from '../evaluation/pairs.js';
import { noVerdictBand } from './no-verdict-band.js';

/**
 * Groups of `per` spectra with ratios of normal spread about ± `apart`: each group shifts its same-source pairs, and all its
 * different-source pairs, so that pairs are far from independent.
 */
function draw(count: number, per: number, apart: number, seed: number) {
  const random = createRandom(seed, 'band');
  const groups = Array.from({ length: count * per }, (_, i) => `g${Math.floor(i / per)}`);
  const pairs = allPairs(groups);
  const shifts = Array.from({ length: count }, () => [random.normal(), 0.7 * random.normal()] as const);
  const shift = (i: number, kind: 0 | 1) => shifts[Math.floor(i / per)]?.[kind] as number;
  const llrs = Float64Array.from(pairs.same, (same, p) => {
    const [a, b] = [pairs.a[p] as number, pairs.b[p] as number];
    return (same === 1 ? apart + shift(a, 0) : shift(a, 1) + shift(b, 1) - apart) + 0.5 * random.normal();
  });
  return { groups, pairs, llrs };
}

/** Groups all of whose pairs have the ratios ± 1, but for those named. */
function clear(count: number, wrong: readonly number[] = []) {
  const groups = Array.from({ length: 2 * count }, (_, i) => `g${i >> 1}`);
  const pairs = allPairs(groups);
  const llrs = Float64Array.from(pairs.same, (same, p) =>
    same === 1 && wrong.includes((pairs.a[p] as number) >> 1) ? -2 : 2 * same - 1,
  );
  return { groups, pairs, llrs };
}

describe('noVerdictBand', () => {
  it('is no band at all where every verdict is right, down to a rate of 1 in G + 1', () => {
    const { groups, pairs, llrs } = clear(9);
    expect(noVerdictBand(llrs, pairs, groups, 1 / 10)).toEqual({ lo: 0, hi: 0, decided: { same: 1, different: 1 } });
    expect(noVerdictBand(llrs, pairs, groups, 0.099)).toEqual({
      refused: expect.stringMatching(/9 groups .* fewer than 1 in 10 verdicts .* Ask for 0.1 or more/),
      smallestRate: 1 / 10,
    });
  });

  it('counts a group once, however many pairs it has, and those without same-source pairs not at all', () => {
    const groups = [...Array<string>(8).fill('big'), 'a', 'a', 'b', 'b', 'c', 'd'];
    const pairs = allPairs(groups);
    const llrs = Float64Array.from(pairs.same, (same) => 2 * same - 1);
    expect(noVerdictBand(llrs, pairs, groups, 0.25)).toMatchObject({ lo: 0, hi: 0 });
    expect(noVerdictBand(llrs, pairs, groups, 0.24)).toMatchObject({ smallestRate: 0.25 });
  });

  it('reaches just so far that the condition (1 − rate)(W + 1) ≤ rate · R holds (by hand)', () => {
    // Of 19 groups, two are called different at −2. At 0.1: with one wrong, 0.9 · 2 = 1.8 > 0.1 · 17, so none may be; the
    // ends move below −2, and 0.9 ≤ 1.7 holds for same-source pairs. Different-source pairs at −1 then get no verdict: refused.
    const two = clear(19, [3, 7]);
    expect(noVerdictBand(two.llrs, two.pairs, two.groups, 0.1)).toMatchObject({
      refused: expect.stringMatching(/0\.1 cannot be shown/),
    });
    // At 0.15: 0.85 · 3 = 2.55 ≤ 0.15 · 17 = 2.55: both may be wrong, and no band is needed.
    expect(noVerdictBand(two.llrs, two.pairs, two.groups, 0.15)).toMatchObject({ lo: 0, hi: 0 });
    const { smallestRate } = noVerdictBand(two.llrs, two.pairs, two.groups, 0.1) as { smallestRate: number };
    expect(smallestRate).toBeGreaterThan(0.1499);
    expect(smallestRate).toBeLessThan(0.1502);
    // The same two at −0.5 lie above the different-source pairs: a band from there on leaves them undecided.
    const near = two.llrs.map((llr) => (llr === -2 ? -0.5 : llr));
    expect(noVerdictBand(near, two.pairs, two.groups, 0.1)).toEqual({
      lo: -0.5,
      hi: 0,
      decided: { same: 17 / 19, different: expect.closeTo(1, 12) },
    });
  });

  it('is turned round with the scores', () => {
    const { groups, pairs, llrs } = clear(19);
    const near = llrs.map((llr, p) => (pairs.same[p] === 0 && pairs.a[p] === 0 ? 0.5 : llr));
    const band = noVerdictBand(near, pairs, groups, 0.06) as { lo: number; hi: number };
    expect(band.lo).toBe(0);
    expect(band.hi).toBeGreaterThan(0.5);
    expect(band.hi).toBeLessThan(1);
  });

  it('keeps the rate of wrong verdicts among verdicts, on average over new groups (simulated)', () => {
    for (const { count, rate } of [
      { count: 20, rate: 0.1 },
      { count: 20, rate: 0.2 },
      { count: 40, rate: 0.05 },
    ]) {
      const sums = { same: { wrong: 0, decided: 0 }, different: { wrong: 0, decided: 0 } };
      let bands = 0;
      for (let trial = 0; trial < 150; trial++) {
        const known = draw(count, 3, 2.4, 2 * trial);
        const band = noVerdictBand(known.llrs, known.pairs, known.groups, rate);
        if ('refused' in band) {
          continue;
        }
        bands++;
        const fresh = draw(12, 3, 2.4, 2 * trial + 1);
        fresh.llrs.forEach((llr, p) => {
          const kind = fresh.pairs.same[p] === 1 ? 'same' : 'different';
          const verdict = llr >= band.hi ? 'same' : llr < band.lo ? 'different' : undefined;
          sums[kind].decided += verdict === undefined ? 0 : 1;
          sums[kind].wrong += verdict === undefined || verdict === kind ? 0 : 1;
        });
      }
      // Refusals choose among draws, so that there must be few for the average to be that of the promise.
      expect(bands).toBeGreaterThan(130);
      expect(sums.same.wrong / sums.same.decided).toBeLessThanOrEqual(rate);
      expect(sums.different.wrong / sums.different.decided).toBeLessThanOrEqual(rate);
      // It is a rate that is kept, not one that is undercut by giving no verdict.
      expect(sums.same.decided).toBeGreaterThan(0.6 * 150 * 36);
    }
  });

  it('refuses a rate that is none', () => {
    const { groups, pairs, llrs } = clear(9);
    for (const rate of [0, 0.5, Number.NaN]) {
      expect(() => noVerdictBand(llrs, pairs, groups, rate)).toThrow(expect.objectContaining({ code: 'usage' }));
    }
  });
});
