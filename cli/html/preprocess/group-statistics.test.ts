import { xMean, xStandardDeviation } from 'ml-spectra-processing';
import { describe, expect, it } from 'vitest';
import { binStatistics } from './group-statistics.js';

describe('binStatistics', () => {
  it('is xMean and xStandardDeviation of each bin (ml-spectra-processing), missing values left out', () => {
    const gap = Number.NaN;
    const rows = [
      [1e8, 2, gap, 5],
      [1e8 + 8, 4, gap, gap],
      [7, 7, 7, 7],
      [1e8 + 16, 9, gap, 8],
    ];
    const { mean, deviation } = binStatistics(Float32Array.from(rows.flat()), 4, [0, 1, 3]);
    const column = (bin: number) => [0, 1, 3].map((row) => Math.fround(rows[row]?.[bin] as number));
    for (const bin of [0, 1, 3]) {
      const values = column(bin).filter((value) => !Number.isNaN(value));
      expect(mean[bin]).toBeCloseTo(Math.fround(xMean(values)), 6);
      expect(deviation[bin]).toBeCloseTo(xStandardDeviation(values), 5);
    }
    expect([mean[2], deviation[2]]).toEqual([Number.NaN, Number.NaN]);
  });

  it('of one row has no deviation', () => {
    expect(binStatistics(Float32Array.of(3, -4), 2, [0])).toEqual({
      mean: Float32Array.of(3, -4),
      deviation: Float32Array.of(0, 0),
    });
  });
});
