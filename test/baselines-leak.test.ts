import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  BASELINES,
  type BaselineName,
  createProtocol,
  type Dataset,
  evaluateBaselines,
  runOnRows,
} from '@spectrosim/training';
import { describe, expect, it, vi } from 'vitest';
import type { FoldByBaselines } from '../training/baselines/score-fold.js';
import type { PooledScores } from '../training/evaluation/measure-pooled.js';
import { pairsAmong } from '../training/evaluation/pairs.js';
import { ONE_THREAD, tinyDataset } from './tiny-artifact.setup.js';

/** The ratios of every fold, in order. */
const scored = vi.hoisted((): FoldByBaselines[] => []);

// Nothing is replaced: what is scored is written down on its way.
vi.mock('../training/baselines/score-fold.js', async (original) => {
  const actual = await original<typeof import('../training/baselines/score-fold.js')>();
  const scoreFoldByBaselines: typeof actual.scoreFoldByBaselines = async (...given) => {
    const fold = await actual.scoreFoldByBaselines(...given);
    scored.push(fold);
    return fold;
  };
  return { ...actual, scoreFoldByBaselines };
});

/** Ratios of pairs, as they rank and as they are reported. */
type Ratios = Required<PooledScores>;

const runtime = nodeRuntime();
const dataset = await tinyDataset();
const [fold] = createProtocol('groups', dataset, { folds: 3 }).partition(1) as [{ train: number[]; test: number[] }];
const pairs = pairsAmong(fold.test, dataset.groups);

/** A dataset one of whose spectra is another one. */
function withChanged(row: number): Dataset {
  const { bins } = dataset.rows;
  const data = dataset.rows.data.slice();
  data.subarray(row * bins, (row + 1) * bins).forEach((value, bin, spectrum) => {
    spectrum[bin] = value * (bin % 3 === 0 ? 40 : 0.1);
  });
  return { ...dataset, rows: { ...dataset.rows, data } };
}

describe.each([
  ['a fitted recipe', [{ step: 'pqn' }, { step: 'autoscale' }] as const],
  ['the recipe of the floor', undefined],
])('baselines on %s', (_, recipe) => {
  /** Ratios of the fold's pairs by every baseline. */
  async function ratiosOf(data: Dataset): Promise<ReadonlyMap<BaselineName, Ratios>> {
    scored.length = 0;
    await evaluateBaselines(data, { ...createProtocol('groups', data), partition: () => [fold] }, BASELINES, {
      seed: 1,
      partitions: 1,
      run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
      ...(recipe && { preprocessing: recipe }),
    });
    expect(scored).toHaveLength(1);
    return (scored[0] as FoldByBaselines).baselines;
  }
  let first: Promise<ReadonlyMap<BaselineName, Ratios>> | undefined;
  const unchanged = () => {
    first ??= ratiosOf(dataset);
    return first;
  };

  it('a held-out spectrum that changes changes its own pairs alone', async () => {
    const before = await unchanged();
    const changed = fold.test[0] as number;
    const own = Array.from(pairs.a, (a, p) => a === changed || pairs.b[p] === changed);
    const after = await ratiosOf(withChanged(changed));
    for (const [name, { llrs, bounded }] of before) {
      const again = after.get(name) as Ratios;
      const others = (values: ArrayLike<number>) => Array.from(values).filter((__, p) => !own[p]);
      expect(others(again.llrs), name).toEqual(others(llrs));
      expect(others(again.bounded), name).toEqual(others(bounded));
      expect(
        own.some((is, p) => is && again.llrs[p] !== llrs[p]),
        name,
      ).toBe(true);
    }
  });

  it('held-out labels have no part in any ratio', async () => {
    const before = await unchanged();
    // Every held-out spectrum gets the group of another, so that most pairs of one source become pairs of two.
    const groups = dataset.groups.slice();
    fold.test.forEach((row, i) => {
      groups[row] = dataset.groups[fold.test[(i + 1) % fold.test.length] as number] as string;
    });
    expect(pairsAmong(fold.test, groups).same).not.toEqual(pairs.same);
    expect(await ratiosOf({ ...dataset, groups })).toEqual(before);
  });
});
