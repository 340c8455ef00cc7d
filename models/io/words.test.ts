import { describe, expect, it } from 'vitest';
import { isAxisWord, isIntensityWord, looksLikeNumber, nameRank } from './words.js';

describe('words in a header', () => {
  it.each([
    'm/z',
    'M/Z (Da)',
    'mz',
    'Mass',
    'Wavenumber (cm-1)',
    'wavenumbers',
    'Wavelength, nm',
    'raman_shift',
    'Raman Shift / cm-1',
    'cm-1',
    'nm',
    'ppm',
    'Retention time (min)',
    'Wellenzahl',
    '2θ',
  ])('%j names an axis', (cell) => {
    expect(isAxisWord(cell)).toBe(true);
  });

  it.each(['', 'name', 'sample', 'day', 'timer', 'mzero', 'number', 'massive', 'x'])('%j names none', (cell) => {
    expect(isAxisWord(cell)).toBe(false);
  });

  it('ranks columns of names, a sample last', () => {
    const cells = ['sample', 'ID', 'File Name', 'Spectrum_name', 'Name', 'batch'];
    expect(cells.map(nameRank).map((rank) => rank === undefined)).toEqual([false, false, false, false, false, true]);
    const ranks = cells.slice(0, 5).map((cell) => nameRank(cell) as number);
    expect([...ranks].sort((a, b) => b - a)).toEqual(ranks);
  });

  it.each(['Intensity', 'intensity (a.u.)', 'Rel. Int.', 'Absorbance [AU]', 'a.u.', 'counts', 'Y'])(
    '%j is an intensity',
    (cell) => {
      expect(isIntensityWord(cell)).toBe(true);
    },
  );

  it.each(['fish-01', 'hoki', 'day', 'value at noon'])('%j is a name', (cell) => {
    expect(isIntensityWord(cell)).toBe(false);
  });

  it.each(['12O.5', '7b.04', 'l2.5', '77.04 Da', 'X77.04', '--1', ',5x', 'NA', 'NaN', '-', 'Inf', '#REF!', 'x2'])(
    '%j is a damaged number',
    (cell) => {
      expect(looksLikeNumber(cell)).toBe(true);
    },
  );

  it.each(['batch', 'day1', 'Na', 'n a', 'qc', 'fat %', 'pH', 'run_batch', 'T_0 (min)'])(
    '%j is the name of a column',
    (cell) => {
      expect(looksLikeNumber(cell)).toBe(false);
    },
  );
});
