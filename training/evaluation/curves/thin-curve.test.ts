import { createRandom } from '@spectrosim/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveOf } from './curve.js';
import { rocCurve } from './roc-curve.js';
import { thinCurve } from './thin-curve.js';

const distance = ([x, y]: number[], [x0, y0]: number[], [x1, y1]: number[]) => {
  const [px, py, ax, ay, bx, by] = [x, y, x0, y0, x1, y1] as [number, number, number, number, number, number];
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
  return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
};

describe('thinCurve', () => {
  it('leaves out nothing that is further from the line than the tolerance (oracle: distances, one by one)', () => {
    const point = fc.tuple(fc.double({ min: 0, max: 4, noNaN: true }), fc.double({ min: 0, max: 4, noNaN: true }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 60 }), (points) => {
        const { x, y } = thinCurve(curveOf(points), { x: 0.2, y: 0.2 });
        const line = Array.from(x, (value, k) => [value, y[k] as number]);
        expect([line[0], line.at(-1)]).toEqual([points[0], points.at(-1)]);
        for (const one of points) {
          const nearest = Math.min(...line.slice(1).map((to, k) => distance([...one], line[k] as number[], to)));
          expect(nearest).toBeLessThanOrEqual(0.2 + 1e-9);
        }
      }),
    );
  });

  it('keeps corners and leaves out what lies on a line', () => {
    const curve = curveOf([
      [0, 0],
      [0, 0.3],
      [0, 1],
      [0.4, 1],
      [1, 1],
    ]);
    const { x, y } = thinCurve(curve, { x: 1e-3, y: 1e-3 });
    expect([Array.from(x), Array.from(y)]).toEqual([
      [0, 0, 1],
      [0, 1, 1],
    ]);
  });

  it('makes a few hundred points of the ROC of 80,000 pairs, in a moment', () => {
    const random = createRandom(1, 'roc');
    const same = Array.from({ length: 80_000 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const scores = same.map((kind) => random.normal() + kind);
    const curve = rocCurve({ scores, same });
    expect(curve.x.length).toBeGreaterThan(10_000);
    const started = performance.now();
    const thin = thinCurve(curve, { x: 1e-3, y: 1e-3 });
    expect(performance.now() - started).toBeLessThan(2000);
    expect(thin.x.length).toBeLessThan(400);
  });

  it.each([0, 1])('takes %i points as they are', (count) => {
    const curve = curveOf(Array.from({ length: count }, () => [1, 2]));
    expect(thinCurve(curve, { x: 1, y: 1 })).toEqual(curve);
  });
});
