import { describe, expect, it } from 'vitest';
import { benchmarkMeasures, meanMeasures } from './measures.js';

describe('benchmarkMeasures', () => {
  const same = Uint8Array.of(1, 1, 0, 0, 0, 0);
  const llrs = [2, -1, -2, 0, -3, -4];

  it('are those of the pairs (by hand)', () => {
    // Of eight couples of a same- and a different-source pair, −1 against 0 alone is the wrong way round.
    const measures = benchmarkMeasures({ llrs, calibrated: true }, same);
    expect(measures.auc).toBeCloseTo(7 / 8, 12);
    // At 0: one of two is found; 0 itself is accepted, so three of four are rejected.
    expect(measures.balancedAccuracy).toBeCloseTo((1 / 2 + 3 / 4) / 2, 12);
    expect(measures.fnrAt1).toBe(0.5);
    expect(measures.hardAuc).toBeUndefined();
    const cost = (of: number[]) => of.reduce((sum, x) => sum + Math.log2(1 + Math.exp(x)), 0) / of.length;
    expect(measures.cllr).toBeCloseTo((cost([-2, 1]) + cost([-2, 0, -3, -4])) / 2, 12);
  });

  it('judge by thresholds, know hard pairs, and give what is uncalibrated no cost', () => {
    const hard = Uint8Array.of(0, 1, 0, 1, 0, 0);
    const measures = benchmarkMeasures(
      { llrs, thresholds: new Float64Array(6).fill(-1.5), calibrated: false },
      same,
      hard,
    );
    expect(measures.balancedAccuracy).toBeCloseTo((1 + 3 / 4) / 2, 12);
    expect(measures.hardAuc).toBe(0);
    expect('cllr' in measures).toBe(false);
  });

  it('are averaged over folds, but for what a fold lacks', () => {
    const [one, other] = [
      benchmarkMeasures({ llrs, calibrated: true }, same, same),
      benchmarkMeasures({ llrs, calibrated: true }, same),
    ];
    const mean = meanMeasures([
      { ...one, auc: 0.5 },
      { ...other, auc: 1 },
    ]);
    expect(mean.auc).toBe(0.75);
    expect('hardAuc' in mean).toBe(false);
  });
});
