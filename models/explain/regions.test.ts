import { describe, expect, it } from 'vitest';
import { createAxis } from '../axis.js';
import { attributionRegions } from './regions.js';

const even = createAxis('m/z', [100, 101, 102, 103, 104, 105, 106, 107]);

describe('attributionRegions', () => {
  it('merges neighbours of one sign down to a tenth of the strongest, the strongest region first', () => {
    const regions = attributionRegions(Float32Array.of(0, 1, 4, -3, -5, -0.25, 0, 0.5), even);
    expect(regions).toEqual([
      { from: 103, to: 104, peak: 104, bins: [3, 4], attribution: -8, share: 8 / 13.75, direction: 'apart' },
      { from: 101, to: 102, peak: 102, bins: [1, 2], attribution: 5, share: 5 / 13.75, direction: 'alike' },
      { from: 107, to: 107, peak: 107, bins: [7, 7], attribution: 0.5, share: 0.5 / 13.75, direction: 'alike' },
      { from: 105, to: 105, peak: 105, bins: [5, 5], attribution: -0.25, share: 0.25 / 13.75, direction: 'apart' },
    ]);
  });

  it('leaves each bin of a table of peaks alone', () => {
    const peaks = createAxis('m/z', [100, 101, 150, 151]);
    expect(attributionRegions(Float32Array.of(2, 1, 0, 3), peaks).map(({ from, to }) => [from, to])).toEqual([
      [151, 151],
      [100, 100],
      [101, 101],
    ]);
  });

  it('of nothing is nothing', () => {
    expect(attributionRegions(new Float32Array(8), even)).toEqual([]);
  });
});
