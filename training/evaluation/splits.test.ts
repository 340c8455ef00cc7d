import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFolds, holdOutGroups, type Split } from './splits.js';

/** Groups of spectra: at least `least` names, in any order, of any sizes. */
const groupsOf = (least: number) =>
  fc
    .array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 })
    .map((extra) => [...Array(least).keys(), ...extra].map((group) => `g${group}`))
    .chain((groups) => fc.shuffledSubarray(groups, { minLength: groups.length }));
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

function namesOn(groups: readonly string[], indices: readonly number[]): Set<string> {
  return new Set(indices.map((i) => groups[i] as string));
}

function expectParted(groups: readonly string[], { train, test }: Split) {
  expect([...train, ...test].sort((a, b) => a - b)).toEqual(groups.map((_, i) => i));
  const trained = namesOn(groups, train);
  const tested = namesOn(groups, test);
  expect([...tested].filter((name) => trained.has(name))).toEqual([]);
  expect(Math.min(trained.size, tested.size)).toBeGreaterThanOrEqual(2);
}

describe('groupFolds', () => {
  it('has no group on both sides, tests each once, and deals them out evenly, for any groups, folds and seed', () => {
    fc.assert(
      fc.property(groupsOf(12), fc.integer({ min: 2, max: 6 }), seeds, (groups, folds, seed) => {
        const splits = groupFolds(groups, folds, seed);
        expect(splits).toHaveLength(folds);
        for (const split of splits) {
          expectParted(groups, split);
        }
        expect(splits.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual(groups.map((_, i) => i));
        const sizes = splits.map(({ test }) => namesOn(groups, test).size);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(groupFolds(groups, folds, seed)).toEqual(splits);
      }),
    );
  });

  it('deals otherwise with another seed', () => {
    const groups = Array.from({ length: 30 }, (_, i) => `g${i}`);
    expect(groupFolds(groups, 3, 1)).not.toEqual(groupFolds(groups, 3, 2));
  });

  it('refuses more folds than the groups can fill', () => {
    expect(groupFolds(['a', 'b', 'c', 'd'], 2, 1)).toHaveLength(2);
    expect(() => groupFolds(['a', 'a', 'b', 'c'], 2, 1)).toThrow(
      expect.objectContaining({
        code: 'input',
        message: expect.stringMatching(
          /2 folds by group need at least 4 .* there are 3: a, b, c\. .*measure more groups/,
        ),
      }),
    );
  });
});

describe('holdOutGroups', () => {
  it('has no group on both sides and two at least on each, for any groups, share and seed', () => {
    fc.assert(
      fc.property(groupsOf(4), fc.double({ min: 0.01, max: 0.99, noNaN: true }), seeds, (groups, share, seed) => {
        const split = holdOutGroups(groups, share, seed);
        expectParted(groups, split);
        expect(holdOutGroups(groups, share, seed)).toEqual(split);
      }),
    );
  });

  it('holds out the share that was asked for', () => {
    const groups = Array.from({ length: 72 }, (_, i) => `batch${i % 24}`);
    expect(namesOn(groups, holdOutGroups(groups, 0.25, 1).test).size).toBe(6);
    expect(holdOutGroups(groups, 0.25, 1)).not.toEqual(holdOutGroups(groups, 0.25, 2));
  });

  it('refuses too few groups, naming them', () => {
    expect(() => holdOutGroups(['a', 'b', 'b', 'c'], 0.25, 1)).toThrow(/at least 4 groups, there are 3: a, b, c/);
    expect(() => holdOutGroups(['a', 'a'], 0.25, 1)).toThrow(/there is 1: a/);
  });
});
