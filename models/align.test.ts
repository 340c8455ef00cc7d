import { describe, expect, it } from 'vitest';
import { alignRows, sameAxis } from './align.js';
import { createAxis } from './axis.js';
import type { SpectrumSet } from './spectrum-set.js';

function spectra(quantity: string, positions: readonly number[], ...rows: readonly (readonly number[])[]): SpectrumSet {
  return {
    axis: createAxis(quantity, positions),
    names: rows.map((_, i) => `s${i + 1}`),
    intensities: Float32Array.from(rows.flat()),
    columns: new Map(),
    notes: [],
  };
}

const aligned = (set: SpectrumSet, quantity: string, positions: readonly number[]) =>
  Array.from(alignRows(set, createAxis(quantity, positions)));
const refusal = (set: SpectrumSet, quantity: string, positions: readonly number[]) => () =>
  aligned(set, quantity, positions);

describe('sameAxis', () => {
  it('sees through the rounding of a file, up to a hundredth of the local bin width', () => {
    const axis = createAxis('m/z', [100, 101, 101.1]);
    expect(sameAxis(createAxis('m/z', [100.009, 101.0009, 101.1]), axis)).toBe(true);
    expect(sameAxis(createAxis('m/z', [100.011, 101, 101.1]), axis)).toBe(false);
    expect(sameAxis(createAxis('m/z', [100, 101.002, 101.1]), axis)).toBe(false);
    expect(sameAxis(createAxis('m/z', [100, 101]), axis)).toBe(false);
  });

  it('tells axes of one bin apart', () => {
    expect(sameAxis(createAxis('m/z', [100]), createAxis('m/z', [100]))).toBe(true);
    expect(sameAxis(createAxis('m/z', [100]), createAxis('m/z', [500]))).toBe(false);
  });
});

describe('alignRows on a mass axis', () => {
  it('makes a missing intensity 0 on the same axis, whatever the file rounded', () => {
    const set = spectra('m/z', [100.001, 101, 102], [1, Number.NaN, 3], [Number.NaN, -5, 6]);
    expect(aligned(set, 'm/z', [100, 101, 102])).toEqual([1, 0, 3, 0, -5, 6]);
    expect(aligned(set, 'MZ', [100, 101, 102])).toEqual([1, 0, 3, 0, -5, 6]);
  });

  it('sums intensities of another axis into the nearest bin (by hand), every row from the first bin', () => {
    const positions = [99.8, 100.2, 100.49, 100.51, 101.9];
    const set = spectra('m/z', positions, [1, 2, 4, 8, 16], [10, 0, 0, Number.NaN, 20]);
    expect(aligned(set, 'm/z', [100, 101, 102])).toEqual([7, 8, 16, 10, 0, 20]);
  });

  it('leaves out what is more than half a bin beyond an end', () => {
    const set = spectra('m/z', [99.4, 99.6, 101, 102.4, 102.6], [1, 2, 4, 8, 16]);
    expect(aligned(set, 'm/z', [100, 101, 102])).toEqual([2, 4, 8]);
  });

  const range = (first: number, last: number, step: number) =>
    Array.from({ length: Math.round((last - first) / step) + 1 }, (_, i) => first + i * step);
  const ones = (positions: readonly number[]) =>
    spectra(
      'm/z',
      positions,
      positions.map(() => 1),
    );

  it('takes spectra that have a position in 95% of the bins, and refuses fewer, naming both', () => {
    const model = range(100, 199, 1);
    expect(aligned(ones(range(105, 250, 0.5)), 'm/z', model)).toHaveLength(100);
    expect(refusal(ones(range(107, 250, 0.5)), 'm/z', model)).toThrow(
      /287 positions from 107 to 250 m\/z and cover 93 of the model's 100 bins from 100 to 199/,
    );
  });

  it('refuses a coarser axis and a list of peaks, though they span the range', () => {
    const model = range(100, 199, 0.5);
    expect(refusal(ones(range(100, 199, 1.5)), 'm/z', model)).toThrow(/cover 67 of the model's 199 bins/);
    expect(refusal(ones([100, 150, 199]), 'm/z', model)).toThrow(/cover 3 of the model's 199 bins/);
  });

  it('gives an isolated peak of a table no ion from its surroundings (by hand)', () => {
    const table = [70.03, 73.0584, 73.0585, ...range(80, 99, 1)];
    const near = [70.03, 71.2, 73.0584, 73.0585, ...range(80, 99, 1)];
    expect(aligned(ones(near), 'm/z', table).slice(0, 3)).toEqual([1, 1, 1]);
  });

  it('gives no rows for no spectra', () => {
    expect(aligned(spectra('m/z', [100, 101]), 'm/z', [100, 101])).toEqual([]);
  });
});

describe('alignRows on a continuous axis', () => {
  it('keeps the numbers of the same axis, and interpolates gaps (by hand)', () => {
    const gap = Number.NaN;
    const set = spectra('wavenumber', [10, 20, 30, 60, 70], [1, gap, gap, 11, -2.5]);
    expect(aligned(set, 'wavenumber', [10, 20, 30, 60, 70])).toEqual([1, 3, 5, 11, -2.5]);
  });

  it('interpolates another axis (by hand)', () => {
    const set = spectra('wavenumber', [0, 10, 20], [0, 10, 0]);
    expect(aligned(set, 'Wavenumber', [0, 2.5, 10, 12.5, 20])).toEqual([0, 2.5, 10, 7.5, 0]);
  });

  it.each([
    ['begins', [Number.NaN, 2, 3, 4, 5]],
    ['ends', [1, 2, 3, 4, Number.NaN]],
  ])('refuses a spectrum that %s with a gap of one bin, however the positions round', (_, row) => {
    for (const positions of [
      [0.1, 0.2, 0.3, 0.4, 0.5],
      [1.1, 1.4, 1.7, 2, 2.3],
      [400, 402, 404, 406, 408],
    ]) {
      expect(refusal(spectra('wavenumber', positions, row), 'wavenumber', positions)).toThrow(
        /"s1" has intensities from .* only; the axis goes from .* cut the file/,
      );
    }
  });

  it('refuses an empty spectrum by name', () => {
    const set = spectra('wavenumber', [1, 2], [1, 2], [Number.NaN, Number.NaN]);
    expect(refusal(set, 'wavenumber', [1, 2])).toThrow('Spectrum "s2" is empty');
  });

  it('takes an axis that ends less than half a bin short, and refuses one that ends shorter', () => {
    const set = spectra('wavenumber', [1, 2, 2.6], [1, 2, 3]);
    expect(aligned(set, 'wavenumber', [1, 2, 3])).toEqual([1, 2, 3]);
    expect(refusal(set, 'wavenumber', [1, 2, 3, 4])).toThrow(
      /from 1 to 2.6 wavenumber and cover 3 of the model's 4 bins from 1 to 4/,
    );
  });
});

describe('negative intensities', () => {
  it('stay as they are on either kind of axis, and take part in interpolation', () => {
    expect(aligned(spectra('wavenumber', [1, 2, 3], [-2, Number.NaN, 1]), 'wavenumber', [1, 2, 3])).toEqual([
      -2, -0.5, 1,
    ]);
    expect(aligned(spectra('m/z', [1, 2, 3], [-2, Number.NaN, 1]), 'm/z', [1, 2, 3])).toEqual([-2, 0, 1]);
  });
});

describe('alignRows between quantities', () => {
  it.each([
    ['m/z', 'wavenumber'],
    ['wavenumber', 'm/z'],
    ['wavenumber', 'raman_shift'],
    ['δ', 'λ'],
  ])('refuses spectra of %s for a model of %s', (from, to) => {
    expect(refusal(spectra(from, [1, 2], [1, 2]), to, [1, 2])).toThrow(
      expect.objectContaining({ code: 'input', message: expect.stringContaining(`the model takes ${to}`) }),
    );
  });

  it('takes spellings of one quantity', () => {
    expect(aligned(spectra('Raman shift', [1, 2], [1, 2]), 'raman_shift', [1, 2])).toEqual([1, 2]);
  });
});
