import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  BASELINES,
  type BaselineOptions,
  createProtocol,
  type Dataset,
  evaluateBaseline,
  evaluateBaselines,
  evaluateVerifier,
  type ProtocolName,
  runOnRows,
} from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { shuffledGroups } from '../training/evaluation/shuffled-groups.js';
import { ONE_THREAD, tinyDataset } from './tiny-artifact.setup.js';

const runtime = nodeRuntime();
const OPTIONS: BaselineOptions = {
  seed: 1,
  partitions: 1,
  run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
};
const QUICK = ['lda', 'naive-bayes'] as const;

const evaluate = (data: Dataset, name: ProtocolName, options: Partial<BaselineOptions> = {}) =>
  evaluateBaselines(data, createProtocol(name, data, name === 'groups' ? { folds: 3 } : {}), QUICK, {
    ...OPTIONS,
    ...options,
  });

describe('evaluateBaselines', async () => {
  const dataset = await tinyDataset();

  it('measures every baseline on all held-out pairs, beside the floor of evaluateVerifier', async () => {
    const done: string[] = [];
    const protocol = createProtocol('groups', dataset, { folds: 3 });
    const results = await evaluateBaselines(dataset, protocol, BASELINES, {
      ...OPTIONS,
      onFold: (n, of) => done.push(`${n}/${of}`),
    });
    const ladder = await evaluateVerifier(dataset, protocol, { ...OPTIONS, candidates: ['floor'] });
    expect(results.map(({ baseline }) => baseline)).toEqual(BASELINES);
    expect(done).toEqual(['1/3', '2/3', '3/3']);
    for (const result of results) {
      // 12 groups of 3 in 3 folds of 4.
      expect(result).toMatchObject({ positivePairs: 36, negativePairs: 3 * 6 * 9, protocol: '3-fold by group' });
      expect(result.floor).toEqual(ladder.floor);
      expect(result.hardPairs).toBe(ladder.hardPairs);
      expect(result.model.auc.mean).toBeGreaterThan(0.5);
      expect(result.model.cllr.mean).toBeLessThan(1.2);
      // Inside, 6 groups with 18 same-source pairs train; a component for each five.
      expect(result.components).toEqual([3, 3, 3]);
    }
    expect(await evaluateBaseline(dataset, protocol, 'svm', OPTIONS)).toEqual(
      results.find(({ baseline }) => baseline === 'svm'),
    );
  });

  it('finds nothing in shuffled labels', async () => {
    const aucs = [];
    for (const seed of [1, 2, 3, 4]) {
      const shuffled = { ...dataset, groups: shuffledGroups(dataset.groups, seed) };
      for (const { model } of await evaluate(shuffled, 'groups')) {
        aucs.push(model.auc.mean);
      }
    }
    // The AUC of 36 against 162 pairs has a standard error of 0.053, were they independent; of four shuffles, half of it.
    expect(Math.abs(aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length - 0.5)).toBeLessThan(0.1);
  });

  it('says of protocols that leak that they do, and scores the pairs that they test', async () => {
    // All pairs of 36 spectra, each once; and the published 13 + 13, judged by the mean of their scores.
    const tested = { pairs: [36, 36 * 17.5 - 36], paper: [13, 13] };
    for (const name of ['pairs', 'paper'] as const) {
      for (const { leak, positivePairs, negativePairs, model } of await evaluate(dataset, name)) {
        expect(leak).toMatch(/same spectra/);
        expect([positivePairs, negativePairs]).toEqual(tested[name]);
        expect(model.auc.mean).toBeGreaterThan(0.7);
        expect(model.balancedAccuracy.mean).toBeGreaterThan(0.6);
      }
    }
  });

  it('takes a recipe instead of the floor’s', async () => {
    const [given] = await evaluate(dataset, 'groups', { preprocessing: [{ step: 'sqrt' }] });
    expect(new Set(given?.preprocessings)).toEqual(new Set(['sqrt']));
    const [own] = await evaluate(dataset, 'groups');
    expect(own?.preprocessings.every((text) => text.endsWith(', length 1'))).toBe(true);
    expect(given?.floor).toEqual(own?.floor);
    expect(given?.model).not.toEqual(own?.model);
  });

  it('refuses training sides of too few groups', async () => {
    const few = { ...dataset, groups: dataset.groups.map((_, i) => `batch ${i % 4}`) };
    await expect(evaluateBaseline(few, createProtocol('groups', few), 'lda', OPTIONS)).rejects.toThrow(
      /2 training groups are too few/,
    );
  });
});
