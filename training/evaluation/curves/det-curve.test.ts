import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../calibration/normal-quantile.js';
import { equalErrorRate } from '../error-rates.js';
import { detCurve } from './det-curve.js';
import { rocCurve } from './roc-curve.js';

describe('detCurve', () => {
  it('is a straight line of slope −1 for two normal kinds of one width (closed form: y = −x − d)', () => {
    // The quantiles of N(0, 1) and N(d, 1) themselves, so that nothing is left to chance.
    const [d, count] = [1.5, 4000];
    const normal = Array.from({ length: count }, (_, i) => normalQuantile((i + 0.5) / count));
    const scores = [...normal, ...normal.map((z) => z + d)];
    const same = [...normal.map(() => 0), ...normal.map(() => 1)];
    const { x, y } = detCurve(rocCurve({ scores, same }));
    const inside = Array.from(x, (value, k) => [value, y[k] as number] as const).filter(
      ([a, b]) => Math.max(Math.abs(a), Math.abs(b)) < 2,
    );
    expect(inside.length).toBeGreaterThan(1000);
    for (const [a, b] of inside) {
      expect(Math.abs(b + a + d)).toBeLessThan(0.02);
    }
  });

  it('crosses the diagonal at the equal error rate (oracle: equalErrorRate)', () => {
    const random = createRandom(1, 'det');
    const same = Array.from({ length: 500 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const scores = same.map((kind) => random.normal() + kind);
    const { x, y } = detCurve(rocCurve({ scores, same }));
    const k = x.findIndex((value, i) => value >= (y[i] as number));
    const rate = normalQuantile(equalErrorRate({ scores, same }));
    expect(x[k - 1]).toBeLessThanOrEqual(rate + 1e-9);
    expect(x[k]).toBeGreaterThanOrEqual(rate - 1e-9);
  });

  it('holds rates of 0 and 1 at the end, and follows a tie as the curve that it is there', () => {
    // One tie of all: missed = 1 − accepted throughout, y = −x on probit axes.
    const { x, y } = detCurve(rocCurve({ scores: [1, 1], same: [1, 0] }), 1e-3);
    expect(x.length).toBeGreaterThan(10);
    x.forEach((value, k) => {
      expect(y[k]).toBeCloseTo(-value, 10);
    });
    expect(x.at(0)).toBe(normalQuantile(1e-3));
    expect(x.at(-1)).toBe(normalQuantile(1 - 1e-3));
  });
});
