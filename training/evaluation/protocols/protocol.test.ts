import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatPairs, type Pairs } from '../pairs.js';
import { testPairsOf, trainPairsOf } from './fold.js';
import { meanThreshold } from './leaky.js';
import { createProtocol, partitions } from './protocol.js';

/** Twelve groups of four spectra, two in each of two runs out of four. */
const groups = Array.from({ length: 48 }, (_, i) => `g${i >> 2}`);
const runs = Array.from({ length: 48 }, (_, i) => `r${i % 4}`);
const namesOf = (values: readonly string[], indices: readonly number[]) =>
  new Set(indices.map((i) => values[i] as string));
const shared = (values: readonly string[], one: readonly number[], other: readonly number[]) =>
  [...namesOf(values, one)].filter((name) => namesOf(values, other).has(name));
const keys = ({ a, b }: Pairs) => Array.from(a, (i, p) => `${i}-${b[p]}`);

describe('createProtocol', () => {
  it('folds by group, five by default, every spectrum tested once', () => {
    const protocol = createProtocol('groups', { groups });
    expect(protocol).toMatchObject({ description: '5-fold by group', warnings: [], thresholdFromTest: false });
    const folds = protocol.partition(3);
    expect(folds).toHaveLength(5);
    expect(folds.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual(groups.map((_, i) => i));
    for (const fold of folds) {
      expect(shared(groups, fold.train, fold.test)).toEqual([]);
      expect(testPairsOf(fold, groups).same.length).toBe((fold.test.length * (fold.test.length - 1)) / 2);
      expect(new Set(testPairsOf(fold, groups).a)).toEqual(new Set(fold.test.slice(0, -1)));
    }
  });

  it('leaves out so many groups, one more where they do not divide', () => {
    const folds = createProtocol('leave-groups-out', { groups }, { leaveOut: 5 }).partition(1);
    expect(folds.map(({ test }) => namesOf(groups, test).size)).toEqual([6, 6]);
    expect(createProtocol('leave-groups-out', { groups }).partition(1)).toHaveLength(6);
    expect(() => createProtocol('leave-groups-out', { groups }, { leaveOut: 7 }).partition(1)).toThrow(
      /7 of 12 groups/,
    );
    expect(() => createProtocol('leave-groups-out', { groups }, { leaveOut: 1 }).partition(1)).toThrow(
      /expected 2 or more/,
    );
  });

  it('holds out groups and runs together: no group and no run on both sides, all spectra tested once', () => {
    const folds = createProtocol('groups-and-runs', { groups, runs }, { folds: 3, runFolds: 2 }).partition(1);
    expect(folds).toHaveLength(6);
    expect(folds.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual(groups.map((_, i) => i));
    for (const { train, test } of folds) {
      expect(shared(groups, train, test)).toEqual([]);
      expect(shared(runs, train, test)).toEqual([]);
      // 8 of 12 groups, half of their spectra; the rest share one side and sit out.
      expect([train.length, test.length]).toEqual([16, 8]);
    }
  });

  it('refuses unseen runs that are not known or not crossed with the groups, saying why', () => {
    const refused = (data: { groups: string[]; runs?: string[] }, message: RegExp) =>
      expect(() => createProtocol('groups-and-runs', data, { folds: 3 }).partition(1)).toThrow(
        expect.objectContaining({ code: 'input', message: expect.stringMatching(message) }),
      );
    refused({ groups }, /--run/);
    refused({ groups, runs: runs.map((run, i) => (i === 5 ? '' : run)) }, /1 spectra without/);
    refused({ groups, runs: runs.map(() => 'r0') }, /needs 2 runs or more/);
    // A spectrum of each group in each run: no pair of one group within the runs held out.
    const once = Array.from({ length: 24 }, (_, i) => `g${i >> 1}`);
    refused({ groups: once, runs: once.map((_, i) => `r${i % 2}`) }, /0 pairs of one group .* do not cross enough/);
  });

  it('catches a copy of a spectrum in another group', () => {
    const rowHashes = groups.map((_, i) => `${i === 40 ? 0 : i}`);
    const protocol = createProtocol('groups', { groups, rowHashes });
    expect(() => Array.from({ length: 10 }, (_, seed) => protocol.partition(seed))).toThrow(
      /Spectra \d+ and \d+, of groups/,
    );
  });

  it('splits by pair as a leak that says so: the same spectra on both sides, each pair tested once', () => {
    const protocol = createProtocol('pairs', { groups }, { folds: 4 });
    expect(protocol.leak).toMatch(/same spectra and groups are on both sides/);
    expect(protocol.description).toMatch(/leaks/);
    const folds = protocol.partition(1);
    const tested = folds.flatMap((fold) => keys(testPairsOf(fold, groups)));
    expect(tested).toHaveLength((48 * 47) / 2);
    expect(new Set(tested).size).toBe(tested.length);
    for (const fold of folds) {
      expect(fold.train).toEqual(fold.test);
      const known = new Set(keys(trainPairsOf(fold, groups)));
      expect(keys(testPairsOf(fold, groups)).filter((key) => known.has(key))).toEqual([]);
      expect(testPairsOf(fold, groups).same.reduce((sum, one) => sum + one, 0)).toBe(18);
    }
  });

  it('tests as published: 13 + 13 pairs, the threshold their own mean', () => {
    const protocol = createProtocol('paper', { groups });
    expect(protocol).toMatchObject({ thresholdFromTest: true, leak: expect.stringMatching(/26 pairs/) });
    const [fold] = protocol.partition(1);
    const { same } = testPairsOf(fold as NonNullable<typeof fold>, groups);
    expect([same.length, same.reduce((sum, one) => sum + one, 0)]).toEqual([26, 13]);
    expect(meanThreshold([1, 2, 6])).toBe(3);
  });

  it('warns of few groups, of single spectra and of fewer folds, and still works', () => {
    const few = ['a', 'a', 'b', 'b', 'c', 'd', 'e'];
    const protocol = createProtocol('groups', { groups: few });
    expect(protocol.description).toBe('2-fold by group');
    expect(protocol.warnings).toEqual([
      expect.stringMatching(/^5 groups are few/),
      expect.stringMatching(/^3 of 5 groups have one spectrum/),
      expect.stringMatching(/^2 folds instead of 5/),
    ]);
    // Groups of several spectra are spread first: each fold has a pair of one group.
    for (const { test } of protocol.partition(1)) {
      expect(new Set(test).size).toBeGreaterThan(namesOf(few, test).size);
    }
    expect(() => createProtocol('groups', { groups: ['a', 'b', 'c', 'd'] }).partition(1)).toThrow(
      /0 pairs of one group/,
    );
  });

  it('refuses options of other protocols', () => {
    expect(() => createProtocol('paper', { groups }, { folds: 3 })).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(/"paper" has no folds/) }),
    );
  });
});

describe('partitions', () => {
  it('are one a seed, the same for the same', () => {
    const protocol = createProtocol('groups', { groups });
    const made = partitions(protocol, 5, 3);
    expect(made.map(({ seed }) => seed)).toEqual([5, 6, 7]);
    expect(made[0]?.folds).not.toEqual(made[1]?.folds);
    expect(partitions(protocol, 5, 3)).toEqual(made);
  });

  it('pool to every pair within a fold, for any groups', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }),
        fc.integer({ min: 0, max: 99 }),
        (more, seed) => {
          const names = ['0', '0', '1', '1', '2', '3', ...more.map(String)];
          const folds = createProtocol('groups', { groups: names }).partition(seed);
          const pooled = concatPairs(folds.map((fold) => testPairsOf(fold, names)));
          const within = folds.reduce((sum, { test }) => sum + (test.length * (test.length - 1)) / 2, 0);
          expect(pooled.same).toHaveLength(within);
          expect(Array.from(pooled.same)).toEqual(
            Array.from(pooled.a, (i, p) => (names[i] === names[pooled.b[p] as number] ? 1 : 0)),
          );
        },
      ),
    );
  });
});
