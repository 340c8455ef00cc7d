import { createAxis, type SpectrumSet } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { decodeFloats } from '../browser/decode-floats.js';
import { MOST_GROUPS, pageData } from './page-data.js';

function spectra(count: number, bins: number): SpectrumSet {
  return {
    axis: createAxis(
      'wavenumber',
      Array.from({ length: bins }, (_, i) => i),
    ),
    names: Array.from({ length: count }, (_, i) => `s${i}`),
    intensities: Float32Array.from({ length: count * bins }, (_, i) => i),
    columns: new Map(),
    notes: [],
  };
}

const dataOf = (set: SpectrumSet, more: Partial<Parameters<typeof pageData>[0]> = {}) =>
  pageData({ set, axis: set.axis, values: set.intensities.map((value) => 2 * value), ...more });

describe('pageData', () => {
  it('holds every spectrum of a small set, before and after, those first that are shown first', () => {
    const { spectra: held, positions } = dataOf(spectra(30, 4));
    expect(held).toHaveLength(30);
    expect(held.map(({ shown }) => shown)).toEqual(Array.from({ length: 30 }, (_, i) => i < 12));
    expect(positions).toEqual({ before: [0, 1, 2, 3], after: [0, 1, 2, 3] });
    for (const { name, before, after } of held) {
      const row = [0, 1, 2, 3].map((bin) => 4 * Number(name.slice(1)) + bin);
      expect([decodeFloats(before), decodeFloats(after)]).toEqual([row, row.map((value) => 2 * value)]);
    }
  });

  it('holds some of a large set, from every group alike, and the means of all', () => {
    const set = spectra(600, 2080);
    const groups = set.names.map((_, i) => (i < 500 ? 'many' : 'few'));
    const { spectra: held, groups: described } = dataOf(set, { groups });
    expect(held).toHaveLength(480);
    expect(held.filter(({ group }) => group === 1)).toHaveLength(100);
    expect(held.filter(({ shown, group }) => shown && group === 1)).toHaveLength(6);
    expect(described).toMatchObject([
      { name: 'many', count: 500 },
      { name: 'few', count: 100 },
    ]);
    // The mean of rows 500 to 599 of a ramp is that of the row between.
    const [first] = decodeFloats(described[1]?.statistics?.after.mean as string);
    expect(first).toBeCloseTo(2 * 549.5 * 2080, -1);
  });

  it('holds and shows spectra that are named, whatever else', () => {
    const set = spectra(600, 2080);
    const { spectra: held } = dataOf(set, { names: ['s599', 's0', 's599'] });
    expect(held).toHaveLength(480);
    expect(held.filter(({ shown }) => shown).map(({ name }) => name)).toEqual(['s599', 's0']);
    expect(() => dataOf(set, { names: ['s600'] })).toThrow(/no spectrum "s600" among 600/);
  });

  it('has no means of more groups than can be told apart', () => {
    const set = spectra(MOST_GROUPS + 1, 3);
    const { groups } = dataOf(set, { groups: set.names });
    expect(groups.every(({ statistics }) => statistics === undefined)).toBe(true);
    expect(dataOf(set).groups).toMatchObject([{ name: 'all spectra', count: 21, statistics: expect.anything() }]);
  });
});
