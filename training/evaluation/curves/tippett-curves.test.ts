import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoredPairs } from '../scored-pairs.setup.js';
import type { Curve } from './curve.js';
import { tippettCurves } from './tippett-curves.js';

/** The highest y at x: a step's upper end, the share at or above. */
const at = ({ x, y }: Curve, value: number) => {
  const k = x.findIndex((one) => one >= value);
  return k < 0 ? 0 : (y[k] as number);
};

describe('tippettCurves', () => {
  it('of a hand-made case, ties in one step', () => {
    const { same, different } = tippettCurves([2, 2, -1, -3], [1, 1, 1, 0]);
    expect([Array.from(same.x), Array.from(same.y)]).toEqual([
      [-1, -1, 2, 2],
      [1, 1 - 1 / 3, 1 - 1 / 3, 0],
    ]);
    expect([Array.from(different.x), Array.from(different.y)]).toEqual([
      [-3, -3],
      [1, 0],
    ]);
  });

  it('is everywhere the share at or above (oracle: counting)', () => {
    fc.assert(
      fc.property(scoredPairs, fc.double({ min: -5, max: 5, noNaN: true }), ({ scores, same }, value) => {
        const curves = tippettCurves(scores, same);
        for (const [kind, curve] of [
          [1, curves.same],
          [0, curves.different],
        ] as const) {
          const of = Array.from(scores).filter((_, p) => same[p] === kind);
          expect(at(curve, value)).toBeCloseTo(of.filter((score) => score >= value).length / of.length, 12);
        }
      }),
    );
  });
});
