import { recipeSchema } from '@spectrosim/models';
import { xMean, xNormed, xStandardDeviation } from 'ml-spectra-processing';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { preprocess } from './preprocess.js';

const apply = (step: string, ...rows: readonly ArrayLike<number>[]) => {
  const bins = rows[0]?.length as number;
  const x = floats(
    [rows.length, bins],
    rows.flatMap((row) => [...Array.from(row)]),
  );
  return preprocess(recipeSchema.parse([{ step }]), {}, x);
};
const spectrum = normals('steps', 300).map((value) => 100 + 40 * value);

describe('by hand', () => {
  it.each([
    ['tic', [1, 3, 0, 4], [0.125, 0.375, 0, 0.5]],
    ['tic', [-1, 3, 0, 4], [-0.125, 0.375, 0, 0.5]],
    ['max', [1, 2, 0, 4], [0.25, 0.5, 0, 1]],
    ['max', [1, 2, -4, 0], [0.25, 0.5, -1, 0]],
    // Mean 5, squares 9 + 1 + 1 + 9 over n − 1 = 3.
    ['snv', [2, 4, 6, 8], [-3, -1, 1, 3].map((value) => value / Math.sqrt(20 / 3))],
    ['sqrt', [9, 2, 0, -4], [3, Math.SQRT2, 0, 0]],
    ['log1p', [Math.E - 1, 0, 99, -0.5], [1, 0, Math.log(100), 0]],
  ])('%s of %j', (step, row, expected) => {
    expectClose(apply(step, row), expected, FLOAT32);
  });
});

describe('against ml-spectra-processing', () => {
  it('tic is xNormed absolute', () => {
    expectClose(apply('tic', spectrum), xNormed(spectrum), FLOAT32);
  });

  it('max is xNormed max', () => {
    expectClose(apply('max', spectrum), xNormed(spectrum, { algorithm: 'max' }), FLOAT32);
  });

  it('snv is (x − xMean) / xStandardDeviation', () => {
    const mean = xMean(spectrum);
    const deviation = xStandardDeviation(spectrum);
    const expected = Float64Array.from(spectrum, (value) => (value - mean) / deviation);
    expectClose(apply('snv', spectrum), expected, FLOAT32);
  });
});

describe('any spectrum', () => {
  const steps = ['tic', 'max', 'snv', 'sqrt', 'log1p'];

  it.each(steps)('%s of a row of zeros is zeros', (step) => {
    expectClose(apply(step, [0, 0, 0]), [0, 0, 0], 0);
  });

  it.each(steps)('%s of intensities up to 1e8 is as of a millionth of them, where it has no scale', (step) => {
    const large = spectrum.map((value) => Math.fround(value * 1e6));
    const values = apply(step, large).dataSync();
    expect(values.every(Number.isFinite)).toBe(true);
    if (['tic', 'max', 'snv'].includes(step)) {
      expectClose(values, apply(step, spectrum).dataSync(), FLOAT32_SUMS);
    }
  });

  it.each(['tic', 'max', 'snv'])('%s does not see the unit: intensities of 1e-8 are as of 1', (step) => {
    const small = spectrum.map((value) => value * 1e-10);
    expectClose(apply(step, small), apply(step, spectrum).dataSync(), FLOAT32_SUMS);
  });

  it.each(steps)('%s of a constant row is finite', (step) => {
    expect(apply(step, new Float32Array(2080).fill(1.1e8)).dataSync().every(Number.isFinite)).toBe(true);
  });

  it.each(steps)('%s treats each row by itself', (step) => {
    const other = normals('other', 300);
    const both = apply(step, spectrum, other).dataSync();
    expectClose(both.subarray(0, 300), apply(step, spectrum).dataSync(), 0);
    expectClose(both.subarray(300), apply(step, other).dataSync(), 0);
  });
});
