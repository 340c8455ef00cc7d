import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedBatches } from './grouped-batches.js';

function take(groups: readonly number[], batch: number, seed: number, batches: number): number[][] {
  const generator = groupedBatches(groups, batch, seed);
  return Array.from({ length: batches }, () => generator.next().value);
}

const beside = (rows: readonly number[], groups: readonly number[]) => {
  const present = rows.map((row) => groups[row]);
  return present.filter((group) => present.indexOf(group) !== present.lastIndexOf(group)).length;
};

describe('groupedBatches', () => {
  it('gives every spectrum at most once an epoch and drops the tail, for any groups', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 2, max: 20 }), fc.nat(), (counts, wanted, seed) => {
        const groups = counts.flatMap((size, group) => new Array<number>(size).fill(group));
        const batch = Math.min(wanted, groups.length);
        const each = Math.floor(groups.length / batch);
        const batches = take(groups, batch, seed, 2 * each);
        expect(batches.every((one) => one.length === batch)).toBe(true);
        for (const epoch of [0, 1]) {
          const seen = batches.slice(epoch * each, (epoch + 1) * each).flat();
          expect(new Set(seen).size).toBe(each * batch);
        }
      }),
    );
  });

  it('of pairs, leaves at most the two at the cuts without the other of their group', () => {
    const groups = Array.from({ length: 60 }, (_, i) => i % 30);
    for (const rows of take(groups, 16, 1, 12)) {
      expect(beside(rows, groups)).toBeGreaterThanOrEqual(14);
    }
  });

  it('puts an odd row with a pair, and single spectra in too', () => {
    const groups = [0, 0, 0, 1, 1, 1, 1, 1, 2];
    const [all] = take(groups, 9, 3, 1) as [number[]];
    const order = all.map((row) => groups[row]);
    expect(order.join('')).toMatch(/000/);
    expect(order).toContain(2);
  });

  it('follows the seed, and is another every epoch', () => {
    const groups = Array.from({ length: 20 }, (_, i) => i >> 2);
    expect(take(groups, 5, 1, 8)).toEqual(take(groups, 5, 1, 8));
    expect(take(groups, 5, 1, 8)).not.toEqual(take(groups, 5, 2, 8));
    expect(take(groups, 20, 1, 2)[0]).not.toEqual(take(groups, 20, 1, 2)[1]);
  });
});
