import { createAxis } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { axisLook } from './axis-look.js';

describe('axisLook', () => {
  it.each([
    ['m/z', { label: 'm/z', falling: false, sticks: false }],
    ['wavenumber', { label: 'Wavenumber / cm⁻¹', falling: true }],
    ['Wavenumber (m⁻¹)', { label: 'Wavenumber (m⁻¹)', falling: true }],
    ['raman_shift', { label: 'Raman shift / cm⁻¹', falling: false }],
    ['ppm', { label: 'Chemical shift / ppm', falling: true }],
    ['retention_time (s)', { label: 'retention time (s)', falling: false }],
  ])('of %s', (quantity, expected) => {
    expect(axisLook(createAxis(quantity, [1, 2, 3]))).toMatchObject(expected);
  });

  it('draws sticks of a table of peaks', () => {
    expect(axisLook(createAxis('m/z', [1, 2, 7])).sticks).toBe(true);
  });
});
