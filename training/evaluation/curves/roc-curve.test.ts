import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from '../area-under-roc.js';
import { equalErrorRate } from '../error-rates.js';
import { scoredPairs } from '../scored-pairs.setup.js';
import { rocCurve } from './roc-curve.js';

const pointsOf = ({ x, y }: ReturnType<typeof rocCurve>) => Array.from(x, (value, k) => [value, y[k]]);

describe('rocCurve', () => {
  it('of a hand-made ranking, a tie of both kinds slanted', () => {
    // From the top: same; same and different tied; different.
    const curve = rocCurve({ scores: [4, 3, 3, 1], same: [1, 1, 0, 0] });
    expect(pointsOf(curve)).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 1],
      [1, 1],
    ]);
  });

  it('has the area of areaUnderRoc and the crossing of equalErrorRate (oracles)', () => {
    fc.assert(
      fc.property(scoredPairs, (pairs) => {
        const { x, y } = rocCurve(pairs);
        let area = 0;
        let crossing = Number.NaN;
        for (let k = 1; k < x.length; k++) {
          const [x0, y0, x1, y1] = [x[k - 1], y[k - 1], x[k], y[k]] as [number, number, number, number];
          expect(x1).toBeGreaterThanOrEqual(x0);
          expect(y1).toBeGreaterThanOrEqual(y0);
          area += ((x1 - x0) * (y0 + y1)) / 2;
          // x = 1 − y on this piece.
          const [before, after] = [x0 + y0 - 1, x1 + y1 - 1];
          if (before <= 0 && after >= 0) {
            crossing = after === before ? x1 : x0 + ((x1 - x0) * -before) / (after - before);
          }
        }
        expect(area).toBeCloseTo(areaUnderRoc(pairs), 10);
        expect(crossing).toBeCloseTo(equalErrorRate(pairs), 10);
      }),
    );
  });

  it('has no point where a kind of pair is absent', () => {
    expect(pointsOf(rocCurve({ scores: [1, 2], same: [1, 1] }))).toEqual([]);
  });
});
