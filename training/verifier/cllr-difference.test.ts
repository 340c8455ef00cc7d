import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { cllr } from '../evaluation/cllr.js';
import { allPairs } from '../evaluation/pairs.js';
import { cllrDifference } from './cllr-difference.js';

const groups = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'd', 'e', 'e'];
const pairs = allPairs(groups);
const random = createRandom(1, 'scores');
const line = { knots: Float64Array.of(0, 1), values: Float64Array.of(0, 1), bound: 9 };
const rating = (strength: number) => ({
  calibration: line,
  scores: Float64Array.from(pairs.same, (same) => strength * (2 * same - 1) + random.normal()),
});
const [one, other] = [rating(1), rating(3)];

describe('cllrDifference', () => {
  it('is the difference of the two, and its error that of leaving each group out in turn (by definition)', () => {
    const { difference, standardError } = cllrDifference(one, other, pairs, groups);
    const gap = (kept: readonly number[]) => {
      const of = ({ scores }: typeof one) =>
        cllr({ scores: kept.map((p) => scores[p] as number), same: kept.map((p) => pairs.same[p] as number) });
      return of(one) - of(other);
    };
    const all = Array.from(pairs.same, (_, p) => p);
    expect(difference).toBeCloseTo(gap(all), 12);
    const left = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      gap(all.filter((p) => groups[pairs.a[p] as number] !== name && groups[pairs.b[p] as number] !== name)),
    );
    const mean = left.reduce((sum, value) => sum + value, 0) / 5;
    const squares = left.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(standardError).toBeCloseTo(Math.sqrt((4 / 5) * squares), 12);
    expect(difference).toBeGreaterThan(standardError);
  });

  it('of one with itself is nothing', () => {
    expect(cllrDifference(one, one, pairs, groups)).toEqual({ difference: 0, standardError: 0 });
  });

  it('has no error to tell where no group can be left out', () => {
    const few = allPairs(['a', 'a', 'b']);
    const scored = { calibration: line, scores: Float64Array.of(1, -1, -1) };
    expect(cllrDifference(scored, scored, few, ['a', 'a', 'b']).standardError).toBe(Number.POSITIVE_INFINITY);
  });
});
