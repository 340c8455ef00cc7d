import { describe, expect, it } from 'vitest';
import { createAxis, isMassAxis, isPeakTable, missingOn } from './axis.js';

describe('createAxis', () => {
  it.each([
    [[], /axis is empty/],
    [[1, Number.NaN], /Position 2 of the δ axis is NaN/],
    [[1, 3, 3], /does not rise at position 3: 3 is followed by 3/],
  ])('refuses %j', (values, message) => {
    expect(() => createAxis('δ', values)).toThrow(
      expect.objectContaining({ code: 'input', message: expect.stringMatching(message) }),
    );
  });
});

describe('a mass axis', () => {
  it.each([
    'm/z',
    'M/Z',
    'mz',
    ' m/z (Da)',
    'mz_bin',
    'mass',
    'Mass (Da)',
    'mass-to-charge',
    'mass_charge',
    'm / z',
    'Masse (u)',
    'Da',
  ])('is "%s": a missing intensity is 0', (quantity) => {
    expect([isMassAxis({ quantity }), missingOn({ quantity })]).toEqual([true, 'zero']);
  });

  it.each([
    'wavenumber',
    'raman_shift',
    'wavelength (nm)',
    'ppm',
    'retention time',
    'massive',
    'mzx',
    'name',
    'day',
    'm',
    '',
  ])('is not "%s": gaps are interpolated', (quantity) => {
    expect([isMassAxis({ quantity }), missingOn({ quantity })]).toEqual([false, 'interpolate']);
  });
});

describe('isPeakTable', () => {
  it('tells a table of peaks from an evenly recorded axis, whose gaps may grow slowly', () => {
    expect(isPeakTable(createAxis('m/z', [70.03, 70.04, 73.06]))).toBe(true);
    expect(isPeakTable(createAxis('m/z', [100, 101, 102.01, 103.03]))).toBe(false);
    expect(isPeakTable(createAxis('wavenumber', [70.03, 70.04, 73.06]))).toBe(false);
    expect(isPeakTable(createAxis('m/z', [100]))).toBe(false);
  });
});
