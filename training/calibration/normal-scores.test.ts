import { createRandom } from '@spectrosim/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitNormalScores } from './normal-scores.js';
import { applyScoreMap, applyScoreMapToAll } from './score-map.js';

const random = createRandom(1, 'normal-scores');
const normals = Array.from({ length: 20_000 }, () => random.normal());

describe('fitNormalScores', () => {
  it('is the identity on standard normal scores, to sampling error', () => {
    const map = fitNormalScores(normals);
    expect(map.knots).toHaveLength(33);
    for (const z of [-2.5, -1, -0.1, 0, 0.5, 1.7, 2.5]) {
      expect(Math.abs(applyScoreMap(map, z) - z)).toBeLessThan(0.08);
    }
  });

  it('takes out any rising map of the scores: knots follow, values stay', () => {
    const plain = fitNormalScores(normals);
    const squeezed = fitNormalScores(normals.map((z) => Math.tanh(z / 3)));
    expect(squeezed.values).toEqual(plain.values);
    // The map is straight between knots and tanh is not: near, not equal.
    for (const z of [-2, -0.3, 0.9, 2.1]) {
      expect(applyScoreMap(squeezed, Math.tanh(z / 3))).toBeCloseTo(applyScoreMap(plain, z), 1);
    }
  });

  it('joins knots that coincide: what many pairs share is at the middle of their ranks', () => {
    // Half the pairs at 0, then 1 … 100: the levels below ½ are one knot, half-way along their z.
    const map = fitNormalScores([...Array<number>(100).fill(0), ...Array.from({ length: 100 }, (_, i) => i + 1)]);
    expect(map.knots[0]).toBe(0);
    expect(map.values[0]).toBeLessThan(-0.8);
    expect([map.knots[1], map.values[1]]).toEqual([0.5, 0]);
  });

  it('makes one score of equal ones 0', () => {
    expect(applyScoreMapToAll(fitNormalScores([3, 3, 3]), [-9, 3, 9])).toEqual(Float64Array.of(0, 0, 0));
    expect(applyScoreMap(fitNormalScores([3]), 5)).toBe(0);
  });

  it('has at most 33 rising knots, spaced as single precision needs it, for any scores', () => {
    const score = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 200 }), score, score, (scores, x, y) => {
        const map = fitNormalScores(scores);
        const { knots, values } = map;
        expect(knots.length).toBeLessThanOrEqual(33);
        const range = (knots[knots.length - 1] as number) - (knots[0] as number);
        for (let k = 1; k < knots.length; k++) {
          const [before, here] = [knots[k - 1] as number, knots[k] as number];
          expect(here).toBeGreaterThan(before);
          expect(here - before).toBeGreaterThanOrEqual(0.99 * Math.max(1e-3 * Math.abs(before), 1e-5 * range));
          expect(values[k] as number).toBeGreaterThan(values[k - 1] as number);
        }
        expect(applyScoreMap(map, Math.min(x, y))).toBeLessThanOrEqual(applyScoreMap(map, Math.max(x, y)));
      }),
    );
  });

  it('keeps apart ratios that crowd near 0 while others reach far down', () => {
    const far = Array.from({ length: 900 }, (_, i) => -30_000 + 33 * i);
    const near = Array.from({ length: 100 }, (_, i) => i / 5);
    const { knots } = fitNormalScores([...far, ...near]);
    // The upper tenth: levels from z = 1.28 to the outermost, .2 apart.
    expect(knots.filter((knot) => knot >= 0).length).toBeGreaterThanOrEqual(5);
  });

  it('refuses no scores and infinite ones', () => {
    for (const scores of [[], [Number.NaN, 1], [1, Number.POSITIVE_INFINITY]]) {
      expect(() => fitNormalScores(scores)).toThrow(expect.objectContaining({ code: 'training' }));
    }
  });
});
