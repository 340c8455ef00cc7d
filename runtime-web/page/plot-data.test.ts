import { createAxis, type SpectrumSet } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { differenceCurve, isPeakList, relativeCurve, usualMode } from './plot-data.js';

const spectrum = (positions: number[], intensities: number[], quantity = 'm/z'): SpectrumSet => ({
  axis: createAxis(quantity, positions),
  names: ['x'],
  intensities: Float32Array.from(intensities),
  columns: new Map(),
  notes: [],
});

describe('relativeCurve', () => {
  it('is in per cent of the highest intensity, with gaps where one is missing', () => {
    expect(relativeCurve(spectrum([1, 2, 3], [5, Number.NaN, 20])).values).toEqual([25, null, 100]);
  });

  it('hangs below the axis with -1', () => {
    expect(relativeCurve(spectrum([1, 2], [5, 20]), -1).values).toEqual([-25, -100]);
  });

  it('keeps negative intensities within -100 and 100', () => {
    expect(relativeCurve(spectrum([1, 2], [-40, 10], 'wavenumber')).values).toEqual([-100, 25]);
  });
});

describe('differenceCurve', () => {
  it('is taken on the model’s axis', () => {
    const a = spectrum([1, 2, 3], [10, 0, 5]);
    const b = spectrum([1.001, 2, 3], [2, 4, 1]);
    expect(differenceCurve(a, b, createAxis('m/z', [1, 2, 3])).values).toEqual([50, -100, 25]);
  });
});

describe('isPeakList', () => {
  it.each([
    ['a profile', 'm/z', [1, 2, 3, 4], false],
    ['a list of peaks', 'm/z', [1, 2, 9, 9.5], true],
    ['an optical spectrum with a hole', 'wavenumber', [1, 2, 9, 10], false],
    ['one position', 'm/z', [1], false],
  ])('%s', (_, quantity, positions, expected) => {
    expect(isPeakList(createAxis(quantity, positions))).toBe(expected);
  });
});

describe('usualMode', () => {
  it('mirrors mass spectra and overlays others', () => {
    expect(usualMode({ quantity: 'm/z' })).toBe('mirrored');
    expect(usualMode({ quantity: 'raman_shift' })).toBe('overlaid');
  });
});
