import { createAxis, describeRecipe } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { candidatePreprocessings } from './preprocessings.js';

const profile = createAxis(
  'wavenumber',
  Array.from({ length: 40 }, (_, i) => i),
);
const named = (axis: Parameters<typeof candidatePreprocessings>[0]) =>
  candidatePreprocessings(axis).map(({ recipe }) => describeRecipe(recipe));

describe('candidatePreprocessings', () => {
  it('tells tables of peaks from profiles, each without and with autoscaling', () => {
    expect(named(profile)).toHaveLength(14);
    expect(named(profile)).toContain('detrend(3) → snv → autoscale');
    const peaks = named(createAxis('m/z', [70, 70.1, 75, 90]));
    expect(peaks).toHaveLength(14);
    expect(peaks).toContain('pqn → fill(median) → sqrt');
    expect(peaks.join()).not.toMatch(/savitzkyGolay|detrend/);
  });

  it('leaves out what needs more bins than there are', () => {
    expect(named(createAxis('wavenumber', [1, 2, 3])).join()).not.toMatch(/savitzkyGolay|detrend/);
  });
});
