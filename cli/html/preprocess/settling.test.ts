import { createAxis, parseRecipe, type SpectrumSet } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { countSettling, settlingWords } from './settling.js';

const gap = Number.NaN;
const set = (quantity: string, ...intensities: number[]): SpectrumSet => ({
  axis: createAxis(quantity, [1, 2, 4]),
  names: Array.from({ length: intensities.length / 3 }, (_, i) => `s${i}`),
  intensities: Float32Array.from(intensities),
  columns: new Map(),
  notes: [],
});
const said = (of: SpectrumSet, recipe: string, axis = of.axis) =>
  settlingWords(of, axis, parseRecipe(recipe)).join(' ');

describe('settlingWords', () => {
  it('counts what is missing, 0 and below', () => {
    expect(countSettling(set('m/z', gap, 0, -1, 5, gap, 0))).toEqual({ missing: 2, zero: 2, negative: 1, as: 'zero' });
  });

  it('says of a mass axis that missing is not detected, and 0 too', () => {
    expect(said(set('m/z', gap, 0, 1), 'snv')).toBe(
      'Missing: 1 of 3 intensities (33.3%). On a mass axis that means not detected, and is fed as 0. Zero: 1 of 3 intensities (33.3%). That means not detected too.',
    );
  });

  it('says of a continuous axis that gaps are interpolated, and nothing of 0', () => {
    expect(said(set('wavenumber', 1, gap, 0), 'snv')).toBe(
      'Missing: 1 of 3 intensities (33.3%). What lies between other intensities is interpolated, linearly by position.',
    );
    expect(said(set('wavenumber', 1, 2, 0), 'snv')).toBe('No intensity is missing.');
  });

  it('says what becomes of what is below 0, by the first step that minds', () => {
    const negative = set('wavenumber', 1, -2, 3);
    expect(said(negative, 'snv')).toMatch(/Below 0: 1 of 3 intensities \(33\.3%\)\. That stays as it is\.$/);
    expect(said(negative, 'snv, sqrt, fill')).toMatch(/, until sqrt takes what is below 0 as 0\.$/);
    expect(said(negative, 'fill, log1p')).toMatch(/, until fill takes what is below 0 for not detected\.$/);
  });

  it('says when the spectra were brought onto the axis of a model', () => {
    expect(said(set('wavenumber', 1, 2, 3), 'snv', createAxis('wavenumber', [1, 2, 3, 4]))).toMatch(
      /from 3 bins of their own onto the 4 of the model: interpolated\.$/,
    );
  });
});
