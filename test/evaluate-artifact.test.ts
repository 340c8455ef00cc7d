import { type Metrics, selectRows } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { createDataset, evaluateArtifact } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ONE_THREAD, tinyArtifact, tinyDataset, tinySet } from './tiny-artifact.setup.js';

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
