import { describe, expect, it } from 'vitest';
import { costOf } from '../cllr.js';
import { allPairs } from '../pairs.js';
import { spectraMap } from './spectra-map.js';

describe('spectraMap', () => {
  const groups = ['a', 'b', 'a', 'b', 'c', 'c'];
  const pairs = allPairs(groups);
  const llrs = Array.from(pairs.same, (same, p) => (same === 1 ? 4 : -4 - (p % 3)));

  it('lays spectra of one source together and others apart', () => {
    const { spectra, x, y, stress } = spectraMap(llrs, pairs, [0, 1, 2, 3, 4, 5], 'llr');
    expect(spectra).toEqual([0, 1, 2, 3, 4, 5]);
    const apart = (i: number, j: number) =>
      Math.hypot((x[i] as number) - (x[j] as number), (y[i] as number) - (y[j] as number));
    const within = [apart(0, 2), apart(1, 3), apart(4, 5)];
    const between = Array.from(pairs.a, (a, p) => (pairs.same[p] === 1 ? [] : [apart(a, pairs.b[p] as number)])).flat();
    expect(Math.max(...within)).toBeLessThan(0.5 * Math.min(...between));
    expect(stress).toBeLessThan(0.15);
  });

  it('has the surprise in bits as squared distance (oracle: costOf), of two spectra exactly', () => {
    const of = (llr: number) => {
      const { x, y } = spectraMap([llr], allPairs(['a', 'b']), [0, 1], 'llr');
      return ((x[0] as number) - (x[1] as number)) ** 2 + ((y[0] as number) - (y[1] as number)) ** 2;
    };
    for (const llr of [-800, -3, 0, 2]) {
      expect(of(llr) / costOf(llr, 1)).toBeCloseTo(1, 9);
    }
  });

  it('of cosines is the map of unit vectors (oracle: a circle)', () => {
    const angles = [0, 0.4, 1.5];
    const three = allPairs(['a', 'b', 'c']);
    const cosines = Array.from(three.a, (a, p) =>
      Math.cos((angles[a] as number) - (angles[three.b[p] as number] as number)),
    );
    const { x, y } = spectraMap(cosines, three, [0, 1, 2], 'cosine');
    three.a.forEach((a, p) => {
      const b = three.b[p] as number;
      const distance = Math.hypot((x[a] as number) - (x[b] as number), (y[a] as number) - (y[b] as number));
      expect(distance).toBeCloseTo(Math.sqrt(2 - 2 * (cosines[p] as number)), 6);
    });
  });

  it('leaves out spectra that are not asked for', () => {
    expect(spectraMap(llrs, pairs, [5, 0], 'llr').x).toHaveLength(2);
  });
});
