import { loadModel, type Metrics, selectRows } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  allPairs,
  areaUnderRoc,
  balancedAccuracy,
  cllr,
  createDataset,
  evaluateArtifact,
  gatherRows,
} from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { missRateAt } from '../training/evaluation/error-rates.js';
import { ONE_THREAD, tinyArtifact, tinyDataset, tinySet, tinyVerifier } from './tiny-artifact.setup.js';

describe('evaluateArtifact', async () => {
  const { files, split, dataset } = await tinyArtifact();
  const evaluate = (data: typeof dataset) =>
    evaluateArtifact(async (path) => files[path], data, nodeRuntime(), ONE_THREAD, 1);
  const set = tinySet();
  const subset = async (indices: readonly number[], renamed = false) => {
    const { names, ...part } = selectRows(set, indices);
    return createDataset(
      { ...part, names: renamed ? names.map((_, i) => `new-${i}`) : names },
      { column: 'batch', values: indices.map((i) => dataset.groups[i] as string) },
    );
  };

  it('gives on the held-out groups what training measured on them', async () => {
    const stated: Metrics = JSON.parse(new TextDecoder().decode(files['manifest.json'])).metrics;
    const measured = await evaluate(await subset(split.test));
    expect(measured.protocol).toBe('spectra and groups by name that the model was not trained on');
    expect(measured.positivePairs).toBe(stated.positivePairs);
    expect(measured.floor).toEqual(stated.floor);
    // The score graph's cosines are float32, those of training double: a tie may fall otherwise.
    expect(measured.model.auc.mean).toBeCloseTo(stated.model.auc.mean, 2);
  });

  it('measures other spectra of other groups', async () => {
    const others = await tinyDataset(2);
    const renamed = { ...others, groups: others.groups.map((group) => `new ${group}`) };
    expect(await evaluate(renamed)).toMatchObject({ groups: 12, spectra: 36, positivePairs: 36 });
  });

  it('refuses a group it was trained on, though the spectra are new', async () => {
    await expect(evaluate(await tinyDataset(2))).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/trained on 9 of the 12 groups: .*rename the groups/),
    });
  });

  it('refuses a single training spectrum, even under another name and in another group', async () => {
    const leaked = [...split.test, split.train[3] as number];
    const data = await subset(leaked, true);
    const groups = [...data.groups.slice(0, -1), data.groups[0] as string];
    await expect(evaluate({ ...data, groups })).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(
        new RegExp(`trained on 1 of the ${leaked.length} spectra: new-${leaked.length - 1}`),
      ),
    });
  });
});

describe('evaluateArtifact of likelihood ratios', async () => {
  const { files, dataset } = await tinyVerifier();
  const read = async (path: string) => files[path];
  const evaluate = (data: typeof dataset) => evaluateArtifact(read, data, nodeRuntime(), ONE_THREAD, 1);
  const others = await tinyDataset(2);
  const renamed = { ...others, groups: others.groups.map((group) => `new ${group}`) };

  it('measures the ratios that the model gives, with their cost, beside its floor', async () => {
    const measured = await evaluate(renamed);
    expect(measured).toMatchObject({ measured: 'model', groups: 12, spectra: 36, positivePairs: 36, partitions: 1 });
    const model = await loadModel(read, nodeRuntime(), ONE_THREAD);
    const embedding = await model.embed(renamed.rows.data);
    const pairs = allPairs(renamed.groups);
    const side = (of: Int32Array) => gatherRows(embedding, model.manifest.embedding, of);
    const { score: scores } = await model.score(side(pairs.a), side(pairs.b));
    await model.dispose();
    const scored = { scores, same: pairs.same };
    // The same doubles of the same scores, summed in another order.
    expect(measured.model.auc.mean).toBeCloseTo(areaUnderRoc(scored), 10);
    expect(measured.model.cllr?.mean).toBeCloseTo(cllr(scored), 10);
    expect(measured.model.balancedAccuracy.mean).toBeCloseTo(balancedAccuracy(scored, 0), 10);
    expect(measured.model.auc.mean).toBeGreaterThan(0.6);
    expect(measured.floor.system).toMatch(/cosine of .* spectra \(no training\)/);
    for (const name of ['eer', 'fnrAt1', 'averagePrecision', 'minCllr'] as const) {
      expect(measured.model[name]?.mean).toBeTypeOf('number');
      expect(measured.floor[name]?.mean).toBeTypeOf('number');
    }
    expect(measured.model.fnrAt1?.mean).toBeCloseTo(missRateAt(scored), 10);
  });

  it('says which pairs are hard, and measures no floor by those that the floor chose', async () => {
    const unknown = await evaluate(renamed);
    expect(unknown.hardPairs).toMatch(/^Hard pairs: .* that the floor finds most similar\. .*it has no number here/);
    expect(unknown.model.hardAuc?.mean).toBeTypeOf('number');
    expect(unknown.floor).not.toHaveProperty('hardAuc');
    const known = await evaluate({ ...renamed, runs: renamed.names.map((_, i) => `${i % 3}`) });
    expect(known.hardPairs).toBe(
      'Hard pairs: same-source pairs across runs against different-source pairs of one run.',
    );
    expect(known.floor.hardAuc?.mean).toBeTypeOf('number');
    const { metrics } = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    expect(metrics.hardPairs).toBe(unknown.hardPairs);
    expect(metrics.model.fnrAt1.mean).toBeTypeOf('number');
    const card = new TextDecoder().decode(files['README.md']);
    expect(card).toContain(unknown.hardPairs);
    expect(card).toMatch(/\| system \| ROC AUC \| hard-pair AUC \| misses at 1% false acceptances \|/);
  });

  it('refuses every group and every spectrum that it was fitted on, which is all there were', async () => {
    await expect(evaluate(others)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/trained on 12 of the 12 groups: .*rename the groups/),
    });
    await expect(evaluate(dataset)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/trained on 36 of the 36 spectra/),
    });
  });

  it('refuses one such spectrum among new ones, under another name and in another group', async () => {
    const set = tinySet(2);
    const leaked = selectRows(tinySet(), [5]);
    const data = await createDataset(
      {
        ...set,
        names: [...set.names, 'new'],
        intensities: Float32Array.from([...set.intensities, ...leaked.intensities]),
        columns: new Map(),
      },
      { column: 'batch', values: [...renamed.groups, renamed.groups[0] as string] },
    );
    await expect(evaluate(data)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/trained on 1 of the 37 spectra: new\./),
    });
  });

  it('refuses groups of one spectrum each: nothing to tell', async () => {
    const single = { ...renamed, groups: renamed.names.map((name) => `new ${name}`) };
    await expect(evaluate(single)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/0 pairs of one/),
    });
  });
});
