import { createRandom } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { describe, expect, it } from 'vitest';
import { rowsAt } from '../dataset.js';
import { areaUnderRoc } from '../evaluation/area-under-roc.js';
import { allPairs } from '../evaluation/pairs.js';
import { bentEncoder } from './bent-encoder.setup.js';
import { type ChosenVerifier, chooseVerifier } from './choose-verifier.js';
import { RUNGS, type Rung } from './rungs.js';
import { scorePairs } from './score-pairs.js';
import { axis, run, spectra } from './spectra.setup.js';
import type { TriedBranch } from './try-candidates.js';

const repeated = (count: number, size: number) => new Array<number>(count).fill(size);
const summary = ({ tried, chosen }: ChosenVerifier) => [chosen.name, tried.map(({ name, cllr }) => [name, cllr])];

describe('chooseVerifier', () => {
  const { rows, groups } = spectra(repeated(20, 3), 4);
  const train = groups.flatMap((_, i) => (i < 42 ? [i] : []));
  const test = groups.flatMap((_, i) => (i < 42 ? [] : [i]));
  const groupsAt = (indices: readonly number[]) => indices.map((i) => groups[i] as string);
  const choose = (of: Rows, labels: readonly string[]) => chooseVerifier(of, labels, axis, { seed: 1, run });
  const ladder = choose(rowsAt(rows, train), groupsAt(train));

  it('climbs from floor to ensemble, and takes the best of each rung (exhaustive search)', async () => {
    const { tried, chosen, floor, labelFree } = await ladder;
    const rungs = tried.map(({ rung }) => rung);
    expect([...new Set(rungs)]).toEqual(['floor', 'linear', 'ensemble']);
    const linear = Math.min(...tried.filter(({ rung }) => rung === 'linear').map(({ cllr }) => cllr));
    const [ensemble] = tried.filter(({ rung }) => rung === 'ensemble');
    expect([linear, ensemble?.cllr]).toContain(chosen.cllr);
    expect(ensemble?.branches).toHaveLength(5);
    expect(floor.cllr).toBe(Math.min(...tried.filter(({ rung }) => rung === 'floor').map(({ cllr }) => cllr)));
    expect(labelFree?.kind).toBe('label-free');
    expect(chosen.rung).not.toBe('floor');
    for (const { branches, rung } of tried.filter((one) => one.rung === 'ensemble')) {
      expect(rung).toBe('ensemble');
      expect(new Set(branches.map(({ preprocessing }) => preprocessing.family)).size).toBe(branches.length);
    }
  });

  it('ships what tells sources never seen apart better than the floor does', async () => {
    const { chosen, floor, fit } = await ladder;
    const pairs = allPairs(groupsAt(test));
    const auc = async (which: typeof chosen) =>
      areaUnderRoc({ scores: await scorePairs(await fit(which), rowsAt(rows, test), pairs, run), same: pairs.same });
    expect(await auc(chosen)).toBeGreaterThan(0.97);
    expect(await auc(floor)).toBeLessThan(0.9);
  });

  it('gives the same again', async () => {
    expect(summary(await choose(rowsAt(rows, train), groupsAt(train)))).toEqual(summary(await ladder));
  });

  it('ships the floor where sources differ plainly: what is learned is not better by more than a standard error', async () => {
    const plain = spectra(repeated(14, 3), 0);
    const { chosen, floor, why, tried } = await choose(plain.rows, plain.groups);
    expect(tried.some(({ rung }) => rung === 'ensemble')).toBe(true);
    expect(chosen).toBe(floor);
    expect(why).toMatch(/by more than a standard error/);
  });

  it('stops after the rung it is told to', async () => {
    const only = await chooseVerifier(rowsAt(rows, train), groupsAt(train), axis, {
      seed: 1,
      run,
      candidates: ['floor'],
    });
    expect(new Set(only.tried.map(({ rung }) => rung))).toEqual(new Set(['floor']));
    expect(only.chosen).toBe(only.floor);
    expect(only.why).toMatch(/the floor ships/i);
  });

  it('tries every back-end on an encoder of the best preprocessing, and it in the ensemble in place of that', async () => {
    const { rows: trainRows, labels } = { rows: rowsAt(rows, train), labels: groupsAt(train) };
    const options = { seed: 1, run, fitEncoder: bentEncoder };
    const { tried, candidates, climbed, chosen } = await chooseVerifier(trainRows, labels, axis, options);
    expect(candidates).toEqual(RUNGS);
    expect(climbed.map(({ rung, tried: count }) => [rung, count])).toEqual([
      ['floor', 28],
      ['linear', 126],
      ['ensemble', 1],
      ['encoder', 12],
    ]);
    const on = (rung: string) => tried.filter((one) => one.rung === rung);
    const lowest = (all: typeof tried) => all.reduce((best, one) => (one.cllr < best.cllr ? one : best));
    const { family } = lowest(on('linear')).branches[0]?.preprocessing ?? {};
    const singles = on('encoder').filter(({ branches }) => branches.length === 1);
    expect(singles.map(({ branches }) => branches[0]?.preprocessing.family)).toEqual(new Array(11).fill(family));
    const [before, after] = [on('ensemble')[0], on('encoder').find(({ branches }) => branches.length > 1)];
    const place = before?.branches.findIndex(({ preprocessing }) => preprocessing.family === family) as number;
    expect(after?.branches).toEqual(before?.branches.with(place, lowest(singles).branches[0] as TriedBranch));
    // Bent at random, it is no better than the spectra themselves: the simpler ships.
    expect(chosen.kind).not.toBe('encoder');
  });

  it('warns where one same-source pair out of fold is all that ratios are bounded by: they are 0 throughout', async () => {
    const single = spectra([2, 1, 1, 1, 1, 1, 1, 1], 1);
    const { warnings, floor } = await choose(single.rows, single.groups);
    expect(floor.calibration.bound).toBe(0);
    expect(
      warnings.filter((text) => /one same-source pair out of fold.*every ratio is 0 and Cllr is 1/.test(text)),
    ).toHaveLength(1);
    expect((await ladder).warnings.filter((text) => /ln 1/.test(text))).toEqual([]);
  });

  it('refuses the rung of encoders where nothing fits them, and candidates that are no ladder', async () => {
    const attempt = (candidates: readonly Rung[]) =>
      chooseVerifier(rowsAt(rows, train), groupsAt(train), axis, { seed: 1, run, candidates });
    await expect(attempt(RUNGS)).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/fitEncoder/) });
    await expect(attempt(['floor', 'ensemble'])).rejects.toMatchObject({ code: 'usage' });
  });

  it('calibrates normalised scores, and leaves the floor as it is', async () => {
    const plain = await ladder;
    const options = { seed: 1, run, scoreNormalisation: 's-norm' } as const;
    const normalised = await chooseVerifier(rowsAt(rows, train), groupsAt(train), axis, options);
    expect(normalised.floor.cllr).toBe(plain.floor.cllr);
    expect(normalised.chosen.cllr).not.toBe(plain.chosen.cllr);
    const pairs = allPairs(groupsAt(test));
    const verifier = await normalised.fit(normalised.chosen);
    const scores = await scorePairs(verifier, rowsAt(rows, test), pairs, run);
    expect(areaUnderRoc({ scores, same: pairs.same })).toBeGreaterThan(0.95);
  });

  it('rates by pairs of which neither was fitted on: pairs within a fold, of every group', async () => {
    const { outOfFold, tried } = await ladder;
    expect(tried.every(({ scores }) => scores.length === outOfFold.same.length)).toBe(true);
    expect(new Set(outOfFold.a).size + 1).toBeGreaterThan(train.length - 6);
    expect(outOfFold.same.reduce((sum, one) => sum + one, 0)).toBe(14 * 3);
  });
});

describe('few groups', () => {
  it('warns of fewer than eight, single spectra among them, and still chooses', async () => {
    const { rows, groups } = spectra([3, 3, 3, 1, 2, 1], 1);
    const ladder = await chooseVerifier(rows, groups, axis, { seed: 1, run });
    expect(ladder.warnings.join()).toMatch(/Fewer than 8 training groups/);
    const pairs = allPairs(groups);
    expect((await scorePairs(await ladder.fit(ladder.chosen), rows, pairs, run)).every(Number.isFinite)).toBe(true);
  });

  it('of three tries what needs no fitting, and says why', async () => {
    const { rows, groups } = spectra([3, 3, 2], 1);
    const ladder = await chooseVerifier(rows, groups, axis, { seed: 1, run });
    expect(new Set(ladder.tried.map(({ kind }) => kind))).toEqual(new Set(['training-free']));
    expect(ladder.warnings.join()).toMatch(/needs 4 training groups/);
  });

  it('refuses groups without a second spectrum in any', async () => {
    const { rows, groups } = spectra([1, 1, 1, 1, 1], 1);
    await expect(chooseVerifier(rows, groups, axis, { seed: 1, run })).rejects.toMatchObject({ code: 'input' });
  });
});

describe('nothing to learn', () => {
  it('with shuffled labels, nothing is told apart: one half within the 99% interval of 12 shuffles', async () => {
    const { rows, groups } = spectra(repeated(16, 3), 4);
    const aucs: number[] = [];
    for (let seed = 0; seed < 12; seed++) {
      const order = createRandom(seed, 'shuffle').permutation(groups.length);
      const shuffled = order.map((i) => groups[i] as string);
      const side = (from: number, to: number) => shuffled.flatMap((_, i) => (i >= from && i < to ? [i] : []));
      const [train, test] = [side(0, 30), side(30, 48)];
      const labels = (indices: readonly number[]) => indices.map((i) => shuffled[i] as string);
      const ladder = await chooseVerifier(rowsAt(rows, train), labels(train), axis, { seed, run });
      const pairs = allPairs(labels(test));
      const scores = await scorePairs(await ladder.fit(ladder.chosen), rowsAt(rows, test), pairs, run);
      aucs.push(areaUnderRoc({ scores, same: pairs.same }));
    }
    const mean = aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length;
    const sd = Math.sqrt(aucs.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / (aucs.length - 1));
    // Student's t with 11 degrees of freedom, two-sided 99%: 3.106.
    expect(Math.abs(mean - 0.5)).toBeLessThan((3.106 * sd) / Math.sqrt(aucs.length));
    expect(sd).toBeLessThan(0.2);
  });

  it('leaves out a preprocessing that makes all spectra alike, and says so', async () => {
    const { rows, groups } = spectra(repeated(8, 3), 1);
    const negative = { ...rows, data: rows.data.map((value) => value - 100) };
    const ladder = await chooseVerifier(negative, groups, axis, { seed: 1, run, candidates: ['floor'] });
    expect(ladder.warnings.join()).toMatch(/all spectra alike.*sqrt/);
  });
});
