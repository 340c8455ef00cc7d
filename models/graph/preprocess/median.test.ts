import { xMedian } from 'ml-spectra-processing';
import { describe, expect, it } from 'vitest';
import { normals } from '../eager.setup.js';
import { detectedMedians, median } from './median.js';

describe('median', () => {
  it.each([
    [[3], 3],
    [[4, 1], 2.5],
    [[5, 1, 4], 4],
    [[1, 2, 2, 9], 2],
    [[], Number.NaN],
  ])('of %j is %d (by hand)', (values, expected) => {
    expect(median(Float64Array.from(values))).toBe(expected);
  });

  it('is xMedian of ml-spectra-processing, for an odd and an even count, and sorts a copy', () => {
    for (const count of [101, 102]) {
      const values = Float64Array.from(normals('median', count));
      const before = values.slice();
      expect(median(values)).toBe(xMedian(values, { exact: true }));
      expect(values).toEqual(before);
    }
  });
});

describe('detectedMedians', () => {
  it('takes what is above 0 in each bin, and 0 where nothing is (by hand)', () => {
    const rows = [
      [1, 0, 0, 5],
      [2, 7, -1, 0],
      [9, 3, 0, -8],
    ];
    expect(detectedMedians({ count: 3, bins: 4, data: Float32Array.from(rows.flat()) })).toEqual(
      Float64Array.of(2, 5, 0, 5),
    );
  });
});
