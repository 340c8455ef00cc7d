import fc from 'fast-check';
import { xMedian } from 'ml-spectra-processing';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, fittedOn, normals } from '../eager.setup.js';

/** Quotients and medians one row at a time, in double precision, as the paper words it; medians by ml-spectra-processing. */
function byThePaper(training: readonly (readonly number[])[], row: readonly number[]): number[] {
  const medianOf = (values: number[]) => (values.length === 0 ? 0 : xMedian(values, { exact: true }));
  const reference = row.map((_, bin) =>
    medianOf(training.map((one) => one[bin] as number).filter((value) => value > 0)),
  );
  const quotients = row.flatMap((value, bin) => {
    const expected = reference[bin] as number;
    return value > 0 && expected > 0 ? [value / expected] : [];
  });
  return quotients.length === 0 ? [...row] : row.map((value) => value / xMedian(quotients, { exact: true }));
}

const one = [[2, 4, 8, 0, 10]];

describe('pqn by hand, against the reference 2, 4, 8, –, 10', () => {
  it.each<[string, number[], number]>([
    ['an odd count of quotients: 1, 2, 3', [2, 8, 24, 0, 0], 2],
    ['an even count: 1, 2, 3, 4', [2, 8, 24, 0, 40], 2.5],
    ['two quotients: 1, 4', [2, 16, 0, 0, 0], 2.5],
    ['one quotient: 3', [0, 0, 24, 0, 0], 3],
    ['ties: 2, 2, 2, 5', [4, 8, 16, 0, 50], 2],
    ['ties on one side of the middle: 1, 1, 3, 3', [2, 4, 24, 0, 30], 2],
    ['a bin that the reference lacks, which counts for nothing but is divided', [2, 8, 24, 7, 0], 2],
    ['a negative intensity, which counts for nothing but is divided', [-6, 8, 24, 0, 30], 3],
  ])('%s', async (_, row, factor) => {
    const pqn = await fittedOn('pqn', one);
    expectClose(
      pqn([row]),
      row.map((value) => value / factor),
      FLOAT32,
    );
  });

  it.each<[string, number[]]>([
    ['a row of zeros', [0, 0, 0, 0, 0]],
    ['a row detected only where the reference is not', [0, 0, 0, 9, 0]],
    ['a row below 0', [-1, -2, -3, -4, -5]],
  ])('leaves %s as it is', async (_, row) => {
    expectClose((await fittedOn('pqn', one))([row]), row, 0);
  });

  it('fitted on rows of zeros leaves every row as it is', async () => {
    expectClose((await fittedOn('pqn', [[0, 0]]))([[3, 4]]), [3, 4], 0);
  });
});

describe('pqn', () => {
  const bins = 60;
  const spectra = Array.from({ length: 9 }, (_, i) => {
    const row = normals(`pqn ${i}`, bins);
    // A third of the bins is not detected: another third in each row, and another number of them.
    return Array.from(row, (value) => (value < -0.3 - 0.05 * i ? 0 : 1e4 * (i + 1) * Math.exp(value)));
  });

  it('is what the paper says, for rows with odd and even numbers of detected bins at once', async () => {
    const counts = spectra.map((row) => row.filter((value) => value > 0).length % 2);
    expect(new Set(counts)).toEqual(new Set([0, 1]));
    const expected = spectra.flatMap((row) => byThePaper(spectra, row));
    expectClose((await fittedOn('pqn', spectra))(spectra), expected, FLOAT32);
  });

  it('does not see how much of a sample was measured: any factor of a row cancels', async () => {
    const pqn = await fittedOn('pqn', spectra);
    fc.assert(
      fc.property(fc.nat(8), fc.double({ min: 1e-6, max: 1e4, noNaN: true }), (i, factor) => {
        const row = spectra[i] as number[];
        const scaled = row.map((value) => Math.fround(value * factor));
        expectClose(pqn([scaled]), pqn([row]).dataSync(), FLOAT32);
      }),
    );
  });

  it('changes nothing the second time by the same reference', async () => {
    const [once, twice] = [await fittedOn('pqn', spectra), await fittedOn('pqn', spectra)];
    const first = once(spectra).arraySync() as number[][];
    expectClose(twice(first), first.flat(), FLOAT32);
  });

  it('gives the training median itself back', async () => {
    const odd = spectra.slice(0, 3).map((row) => row.map((value) => value + 1));
    const middle = odd[0]?.map((_, bin) => xMedian(odd.map((row) => row[bin] as number))) as number[];
    expectClose((await fittedOn('pqn', odd))([middle]), middle, FLOAT32);
  });

  it('after tic is the paper with its integral normalisation', async () => {
    const normalised = spectra.map((row) => {
      const total = row.reduce((sum, value) => sum + value, 0);
      return row.map((value) => value / total);
    });
    const expected = normalised.flatMap((row) => byThePaper(normalised, row));
    expectClose((await fittedOn('tic, pqn', spectra))(spectra), expected, FLOAT32);
  });

  it.each([1e-8, 1e8])('is finite for intensities of %d', async (scale) => {
    const rows = spectra.map((row) => row.map((value) => (value / 1e4) * scale));
    const values = (await fittedOn('pqn', rows))([...rows, new Array<number>(bins).fill(0)]).dataSync();
    expect(values.every(Number.isFinite)).toBe(true);
    expectClose(values.slice(0, bins), byThePaper(rows, rows[0] as number[]), FLOAT32);
  });

  it('treats each row by itself', async () => {
    const pqn = await fittedOn('pqn', spectra);
    expectClose(
      pqn(spectra.slice(2, 4)),
      [2, 3].flatMap((i) => [...pqn([spectra[i] as number[]]).dataSync()]),
      0,
    );
  });
});
