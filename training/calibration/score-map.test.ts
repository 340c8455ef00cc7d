import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyScoreMap, applyScoreMapToAll } from './score-map.js';

const steps = fc.array(
  fc.tuple(fc.double({ min: 1e-3, max: 10, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true })),
  { minLength: 1, maxLength: 33 },
);

/** A map that rises from (−20, −20) by steps. */
function mapOf(pieces: readonly (readonly [number, number])[]) {
  const upTo = (of: 0 | 1) =>
    Float64Array.from(pieces, (_, k) => pieces.slice(0, k + 1).reduce((sum, one) => sum + one[of], -20));
  return { knots: upTo(0), values: upTo(1) };
}

describe('applyScoreMap', () => {
  it('is straight between knots and straight on beyond them (by hand)', () => {
    const map = { knots: Float64Array.of(0, 1, 3), values: Float64Array.of(-1, 3, 4) };
    expect(Array.from(applyScoreMapToAll(map, [-1, 0, 0.25, 1, 2, 3, 5]))).toEqual([-5, -1, 0, 3, 3.5, 4, 5]);
    expect(applyScoreMap({ knots: Float64Array.of(2), values: Float64Array.of(7) }, -100)).toBe(7);
  });

  it('meets its knots and never falls', () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(steps, number, number, (pieces, x, y) => {
        const map = mapOf(pieces);
        expect(Array.from(applyScoreMapToAll(map, map.knots))).toEqual(Array.from(map.values));
        const [low, high] = [applyScoreMap(map, Math.min(x, y)), applyScoreMap(map, Math.max(x, y))];
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});
