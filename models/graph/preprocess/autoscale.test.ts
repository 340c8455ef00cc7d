import { xMean, xStandardDeviation } from 'ml-spectra-processing';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats, normals } from '../eager.setup.js';
import type { HostWeights } from '../weights.js';
import { autoscale } from './autoscale.js';
import { preprocess } from './preprocess.js';
import type { Rows } from './step.js';

const fit = (rows: Rows) => autoscale.fit?.(rows) ?? {};
const numbers = (weights: HostWeights, name: string) => Array.from(weights[name]?.data ?? [], Number);
const fitted = (count: number, bins: number, data: Float32Array) => {
  const weights = fit({ count, bins, data });
  return { mean: numbers(weights, 'mean'), inverseDeviation: numbers(weights, 'inverseDeviation') };
};
const columns = (count: number, bins: number, data: Float32Array) =>
  Array.from({ length: bins }, (_, bin) => Array.from({ length: count }, (_, row) => data[row * bins + bin] as number));

describe('autoscale', () => {
  it('learns xMean and xStandardDeviation of each bin (ml-spectra-processing)', () => {
    const [count, bins] = [12, 9];
    const data = normals('autoscale', count * bins).map((value, i) => 1e6 * (3 + value * (1 + (i % bins))));
    const { mean, inverseDeviation } = fitted(count, bins, data);
    const expected = columns(count, bins, data);
    expectClose(
      mean,
      expected.map((column) => xMean(column)),
      FLOAT32,
    );
    expectClose(
      inverseDeviation,
      expected.map((column) => 1 / xStandardDeviation(column)),
      FLOAT32,
    );
  });

  it('raises a deviation below 5% of the median one to that', () => {
    // By hand: deviations of pairs ±d are d√2: 0.01, 1, 2 × √2, median √2.
    const data = Float32Array.of(5.01, 1, 2, 4.99, -1, -2);
    const { inverseDeviation } = fitted(2, 3, data);
    expectClose(inverseDeviation, [1 / (0.05 * Math.SQRT2), 1 / Math.SQRT2, 1 / (2 * Math.SQRT2)], FLOAT32);
  });

  it('takes the median over bins that vary: most bins of a peak table may be empty', () => {
    const data = Float32Array.of(0, 0, 0, 1e-4, 3e-4, 0, 0, 0, -1e-4, -3e-4);
    const { inverseDeviation } = fitted(2, 5, data);
    expectClose(inverseDeviation.slice(3), [1e4 / Math.SQRT2, 1e4 / (3 * Math.SQRT2)], FLOAT32);
    expect(inverseDeviation.slice(0, 3).every(Number.isFinite)).toBe(true);
  });

  it.each([1, 3])('of %i equal rows gives zeros', (count) => {
    const row = [3, 0, 1e8];
    const statistics = fit({
      count,
      bins: 3,
      data: Float32Array.from({ length: count * 3 }, (_, i) => row[i % 3] as number),
    });
    const weights = Object.fromEntries(
      Object.entries(statistics).map(([name, value]) => [`0.${name}`, floats(value.dims, value.data as Float32Array)]),
    );
    expectClose(preprocess([{ step: 'autoscale' }], weights, floats([1, 3], row)), [0, 0, 0], 0);
  });
});
