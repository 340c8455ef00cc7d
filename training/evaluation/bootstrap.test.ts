import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from './area-under-roc.js';
import { groupBootstrap } from './bootstrap.js';
import { countPairs } from './evaluate.js';
import { allPairs } from './pairs.js';
import { balancedAccuracy } from './threshold.js';

const groups = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd', 'e', 'e'];
const pairs = allPairs(groups);
const random = createRandom(4, 'scores');
const scores = Array.from(pairs.same, (same) => random.normal() + same);

/** The pairs of spectra whose groups were drawn so often, each drawn group a group of its own, its spectra copied. */
function duplicated(drawn: ReadonlyMap<string, number>) {
  const copies = groups.flatMap((group, i) =>
    Array.from({ length: drawn.get(group) ?? 0 }, (_, copy) => ({ i, group, copy })),
  );
  const kept: { score: number; same: number }[] = [];
  copies.forEach((left, l) => {
    copies.slice(l + 1).forEach((right) => {
      const p = pairs.a.findIndex(
        (a, at) => a === Math.min(left.i, right.i) && pairs.b[at] === Math.max(left.i, right.i),
      );
      // Two copies of one group are no two groups: their pairs are left out.
      if (left.group !== right.group || left.copy === right.copy) {
        kept.push({ score: scores[p] as number, same: left.group === right.group ? 1 : 0 });
      }
    });
  });
  return { scores: kept.map(({ score }) => score), same: kept.map(({ same }) => same) };
}

describe('groupBootstrap', () => {
  it('weighs pairs as copying the rows of drawn groups would (brute force)', () => {
    let checked = 0;
    groupBootstrap(pairs, groups, 1, (weights) => {
      if (checked < 40) {
        checked++;
        // How often a group was drawn shows in its own pairs, and in those of "d", of one spectrum, with another.
        const weightOf = (a: number, b: number) =>
          weights[pairs.a.findIndex((first, p) => first === a && pairs.b[p] === b)] as number;
        const drawn = new Map([
          ['a', weightOf(0, 1)],
          ['b', weightOf(3, 4)],
          ['c', weightOf(5, 6)],
          ['e', weightOf(8, 9)],
        ]);
        drawn.set('d', checked === 1 ? 1 : 5 - [...drawn.values()].reduce((sum, count) => sum + count, 0));
        const copied = duplicated(drawn);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(copied.same.length);
        const weighted = { scores, same: pairs.same, weights };
        const byCopies = areaUnderRoc(copied);
        if (Number.isNaN(byCopies)) {
          expect(areaUnderRoc(weighted)).toBeNaN();
        } else {
          expect(areaUnderRoc(weighted)).toBeCloseTo(byCopies, 12);
          expect(balancedAccuracy(weighted, 0.5)).toBeCloseTo(balancedAccuracy(copied, 0.5), 12);
        }
      }
      return 0;
    });
    expect(checked).toBe(40);
  });

  it('covers the truth about as often as it says (normal scores, means a deviation apart: AUC Φ(1/√2))', () => {
    const truth = 0.7602;
    let covered = 0;
    for (let trial = 0; trial < 40; trial++) {
      const noise = createRandom(trial, 'coverage');
      const names = Array.from({ length: 24 }, (_, i) => `g${i >> 1}`);
      const all = allPairs(names);
      const drawn = Array.from(all.same, (same) => noise.normal() + same);
      const {
        lo,
        hi,
        mean: value,
      } = groupBootstrap(all, names, trial, (weights) => areaUnderRoc({ scores: drawn, same: all.same, weights }));
      expect(lo).toBeLessThanOrEqual(value);
      expect(hi).toBeGreaterThanOrEqual(value);
      covered += lo <= truth && truth <= hi ? 1 : 0;
    }
    // Nominal 38 of 40; a percentile interval of 12 groups is somewhat short.
    expect(covered).toBeGreaterThanOrEqual(33);
  });

  it('gives the same for the same seed, another for another, and a point where nothing varies', () => {
    const auc = (seed: number) =>
      groupBootstrap(pairs, groups, seed, (weights) => areaUnderRoc({ scores, same: pairs.same, weights }));
    expect(auc(1)).toEqual(auc(1));
    expect(auc(1)).not.toEqual(auc(2));
    expect(groupBootstrap(pairs, groups, 1, () => 0.5)).toEqual({ mean: 0.5, sd: 0, lo: 0.5, hi: 0.5 });
  });

  it('leaves out replicates without both kinds of pair', () => {
    const two = allPairs(['a', 'a', 'b', 'b']);
    const { lo, hi } = groupBootstrap(two, ['a', 'a', 'b', 'b'], 1, (weights) =>
      areaUnderRoc({ scores: [1, 0, 0, 0, 0, 1], same: two.same, weights }),
    );
    expect([lo, hi]).toEqual([1, 1]);
  });
});

describe('countPairs', () => {
  it('counts both kinds, and refuses to go on without one', () => {
    expect(countPairs('test', pairs, groups)).toEqual({ positivePairs: 6, negativePairs: 39 });
    for (const lone of [
      ['a', 'b', 'c'],
      ['a', 'a'],
    ]) {
      expect(() => countPairs('training', allPairs(lone), lone)).toThrow(
        expect.objectContaining({ code: 'input', message: expect.stringMatching(/training spectra make/) }),
      );
    }
  });
});
