import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  createProtocol,
  crossScore,
  type Dataset,
  evaluateVerifier,
  type ProtocolName,
  runOnRows,
  type ScoredPartition,
  summariseFolds,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { studentInterval } from '../training/evaluation/controls/student-interval.js';
import { shuffledGroups } from '../training/evaluation/shuffled-groups.js';
import { ONE_THREAD, tinyDataset } from './tiny-artifact.setup.js';

const runtime = nodeRuntime();
const OPTIONS: VerifierEvaluationOptions = {
  seed: 1,
  partitions: 1,
  candidates: ['floor', 'linear'],
  run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
};

const evaluate = (data: Dataset, name: ProtocolName = 'groups', options: Partial<VerifierEvaluationOptions> = {}) =>
  evaluateVerifier(data, createProtocol(name, data), { ...OPTIONS, ...options });

describe('evaluateVerifier', async () => {
  const dataset = await tinyDataset();

  it('scores every held-out pair once a partition, each fold reported', async () => {
    const done: string[] = [];
    const result = await evaluate(dataset, 'groups', { partitions: 2, onFold: (n, of) => done.push(`${n}/${of}`) });
    // 12 groups of 3 in 5 folds: 3 + 3 + 2 + 2 + 2 groups, each with 3 pairs of its own.
    expect(result).toMatchObject({ partitions: 2, positivePairs: 36, negativePairs: 9 * (3 + 3 + 1 + 1 + 1) });
    expect(done).toEqual(Array.from({ length: 11 }, (_, i) => `${i}/10`));
    expect(result.chosen.map(({ partition, fold }) => [partition, fold])).toEqual(
      [1, 2].flatMap((partition) => [1, 2, 3, 4, 5].map((fold) => [partition, fold])),
    );
    expect(await evaluate(dataset, 'groups', { partitions: 2 })).toEqual(result);
  });

  it('chooses without a look at what is held out', async () => {
    const { folds } = { folds: createProtocol('groups', dataset).partition(1) };
    const held = new Set(folds[0]?.test);
    const { bins } = dataset.rows;
    const data = dataset.rows.data.map((value, i) => (held.has(Math.floor(i / bins)) ? value ** 2 % 1000 : value));
    const spoilt = { ...dataset, rows: { ...dataset.rows, data } };
    const [before, after] = [await evaluate(dataset), await evaluate(spoilt)];
    expect(after.chosen[0]).toEqual(before.chosen[0]);
    expect(after.chosen[1]).not.toEqual(before.chosen[1]);
    expect(after.model.auc.mean).not.toBe(before.model.auc.mean);
  });

  it('finds nothing in shuffled labels, where it would find what true ones hold', async () => {
    const auc = async (groups: readonly string[], seed: number) => {
      const data = { ...dataset, groups };
      const protocol = createProtocol('groups', data, { folds: 2 });
      return (await evaluateVerifier(data, protocol, { ...OPTIONS, seed })).model.auc.mean;
    };
    const aucs: number[] = [];
    for (let shuffle = 1; shuffle <= 10; shuffle++) {
      aucs.push(await auc(shuffledGroups(dataset.groups, shuffle), shuffle));
    }
    const { lo, hi } = studentInterval(aucs);
    expect(lo).toBeLessThan(0.5);
    expect(hi).toBeGreaterThan(0.5);
    // Narrow enough to leave out what there is to find.
    expect(await auc(dataset.groups, 1)).toBeGreaterThan(hi + 0.05);
  });

  it('says of a protocol that leaks that it does, and it finds more than is there', async () => {
    const [honest, leaking] = [await evaluate(dataset), await evaluate(dataset, 'pairs')];
    expect(honest.leak).toBeUndefined();
    expect(leaking.leak).toMatch(/same spectra/);
    expect(leaking.model.auc.mean).toBeGreaterThan(honest.model.auc.mean + 0.05);
  });

  it('judges as published by the mean of the tested scores', async () => {
    const protocol = createProtocol('paper', dataset);
    const scores = await crossScore(dataset, protocol, OPTIONS);
    const { positivePairs, negativePairs, model } = summariseFolds(dataset, protocol, OPTIONS, scores);
    expect([positivePairs, negativePairs]).toEqual([13, 13]);
    const [{ pairs, model: scored }] = scores.pooled as [ScoredPartition];
    // By hand: what lies at or above the mean of the 26 is called the same.
    const llrs = Array.from(scored.llrs);
    const mean = llrs.reduce((sum, llr) => sum + llr, 0) / 26;
    const right = (kind: number) =>
      llrs.filter((llr, p) => pairs.same[p] === kind && Number(llr >= mean) === kind).length / 13;
    expect(model.balancedAccuracy.mean).toBeCloseTo((right(1) + right(0)) / 2, 12);
    const honest = createProtocol('pairs', dataset);
    const atEvenOdds = await crossScore(dataset, honest, OPTIONS);
    expect(new Set(Array.from(atEvenOdds.pooled[0]?.model.thresholds ?? []))).toEqual(new Set([0]));
    expect(Math.abs(mean)).toBeGreaterThan(0.01);
  });
});
