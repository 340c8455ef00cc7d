import { createRandom } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { describe, expect, it } from 'vitest';
import { REFERENCES, referencePairs, referenceSteps } from './reference.js';

const BINS = 40;
const random = createRandom(1, 'reference test');
const rows: Rows = {
  count: 12,
  bins: BINS,
  data: Float32Array.from({ length: 12 * BINS }, () => 100 * Math.exp(random.normal())),
};
const rowOf = (data: Float32Array, i: number) => data.subarray(i * BINS, (i + 1) * BINS);

/** A ratio that falls with the distance of two rows, steeply, within a bound. */
const scoreOf = (bound: number, steepness: number) => async (a: Float32Array, b: Float32Array) => {
  const distance = Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0));
  return Math.min(bound, Math.max(-bound, steepness * (150 - distance)));
};

describe('referenceSteps', () => {
  it.each([0.05, 1, 50])(
    'finds where scores lie between the bounds, however steeply they fall (%d a unit)',
    async (steepness) => {
      const bound = 4;
      const score = scoreOf(bound, steepness);
      const inputs = await referenceSteps(rows, 1, { threshold: 0, bound }, score);
      const beside = await Promise.all(
        Array.from({ length: REFERENCES - 1 }, (_, r) => score(rowOf(inputs, 0), rowOf(inputs, r + 1))),
      );
      expect(beside.filter((value) => Math.abs(value) < bound).length).toBeGreaterThanOrEqual(4);
      expect(Math.min(...beside)).toBeLessThan(0);
      expect(Math.max(...beside)).toBeGreaterThan(0);
    },
  );

  it('gives the same again, and no spectrum as it was measured', async () => {
    const make = () => referenceSteps(rows, 1, { threshold: 0, bound: 4 }, scoreOf(4, 1));
    const inputs = await make();
    expect(await make()).toEqual(inputs);
    for (let r = 0; r < REFERENCES; r++) {
      for (let i = 0; i < rows.count; i++) {
        const same = rowOf(inputs, r).filter((value, bin) => value === rowOf(rows.data, i)[bin]).length;
        expect(same).toBeLessThan(BINS / 4);
      }
    }
  });

  it('goes to the end of the way where no bound is reached', async () => {
    const inputs = await referenceSteps(rows, 1, { threshold: 0 }, scoreOf(Number.POSITIVE_INFINITY, 0.01));
    expect(new Set(referencePairs()).size).toBe(REFERENCES);
    expect(inputs.every((value) => Number.isFinite(value) && value > 0)).toBe(true);
  });
});
