import { parseRecipe } from '@spectrosim/models';
import fc from 'fast-check';
import { sgg } from 'ml-savitzky-golay-generalized';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { preprocess } from './preprocess.js';

const detrend = (degree: number, ...rows: readonly ArrayLike<number>[]) =>
  preprocess(
    parseRecipe(`detrend(${degree})`),
    {},
    floats(
      [rows.length, rows[0]?.length as number],
      rows.flatMap((row) => Array.from(row)),
    ),
  );

/** A polynomial of coefficients at positions −1 to 1. */
const polynomial = (bins: number, coefficients: readonly number[]) =>
  Float64Array.from({ length: bins }, (_, i) => {
    const position = (2 * i) / Math.max(1, bins - 1) - 1;
    return coefficients.reduce((sum, coefficient, k) => sum + coefficient * position ** k, 0);
  });

describe('detrend', () => {
  it('by hand: takes a straight line off', () => {
    // The line through 1, 3, 2 that fits best is 1.5 + 0.5 (i − 1) + 0.5.
    expectClose(detrend(1, [1, 3, 2]), [-0.5, 1, -0.5], FLOAT32_SUMS);
  });

  it('of degree 0 takes the mean off', () => {
    expectClose(detrend(0, [1, 3, 8]), [-3, -1, 4], FLOAT32_SUMS);
  });

  it.each([1, 2, 3, 5, 10])(
    'of degree %i is x minus ml-savitzky-golay-generalized in one window over all',
    (degree) => {
      const bins = 81;
      const row = normals('detrend', bins);
      const fit = sgg(row, 1, { windowSize: bins, polynomial: degree, derivative: 0 });
      expectClose(
        detrend(degree, row),
        row.map((value, i) => value - (fit[i] as number)),
        FLOAT32_SUMS,
      );
    },
  );

  it('does not see a polynomial of its degree, even one a hundred times the spectrum', () => {
    const bins = 300;
    const spectrum = normals('on a baseline', bins);
    fc.assert(
      fc.property(
        fc.nat(4),
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (degree, coefficients) => {
          const baseline = polynomial(bins, coefficients.slice(0, degree + 1));
          const raised = spectrum.map((value, i) => value + (baseline[i] as number));
          // The float32 input itself is rounded to 6e-8 of a baseline of up to 500.
          expectClose(detrend(degree, raised), detrend(degree, spectrum).dataSync(), 3e-5);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of a polynomial alone leaves the rounding of float32', () => {
    const baseline = polynomial(2080, [1e6, -3e5, 2e5, 1e5]);
    const left = detrend(3, baseline).dataSync();
    expect(Math.max(...left.map(Math.abs))).toBeLessThan(1e6 * 2e-7);
  });

  it('changes nothing the second time', () => {
    const once = detrend(2, normals('twice', 200)).dataSync();
    expectClose(detrend(2, once), once, FLOAT32_SUMS);
  });

  it('turned round is the turned result: a falling axis does not matter', () => {
    const row = normals('falling', 101);
    expectClose(detrend(3, row.toReversed()), detrend(3, row).dataSync().toReversed(), FLOAT32_SUMS);
  });

  it('of zeros is zeros, of a constant nearly, and of 1e8 finite', () => {
    expectClose(detrend(2, new Float32Array(50)), new Float32Array(50), 0);
    const constant = detrend(2, new Float32Array(2080).fill(1.1e8)).dataSync();
    expect(Math.max(...constant.map(Math.abs))).toBeLessThan(1.1e8 * 1e-7);
    expect(
      detrend(
        3,
        normals('large', 50).map((value) => 1e8 * value),
      )
        .dataSync()
        .every(Number.isFinite),
    ).toBe(true);
  });

  it('through every point leaves nothing, and is refused beyond', () => {
    const left = detrend(3, [5, -1, 7, 2]).dataSync();
    expect(Math.max(...left.map(Math.abs))).toBeLessThan(7 * FLOAT32_SUMS);
    expect(() => detrend(4, [5, -1, 7, 2])).toThrow(
      /A polynomial of degree 4 goes through every point of spectra of 4 bins/,
    );
  });

  it('treats each row by itself', () => {
    const rows = [normals('a', 40), normals('b', 40)] as const;
    expectClose(
      detrend(2, ...rows)
        .dataSync()
        .slice(40),
      detrend(2, rows[1]).dataSync(),
      FLOAT32_SUMS,
    );
  });
});
