import { selectRows } from '@spectrosim/models';
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
    const { metrics } = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    const { protocol, ...measured } = await evaluate(await subset(split.test));
    const { protocol: _, ...stated } = metrics;
    expect(protocol).toBe('spectra the model was not trained on');
    expect(measured).toEqual(stated);
  });

  it('measures other spectra', async () => {
    expect(await evaluate(await tinyDataset(2))).toMatchObject({ groups: 12, spectra: 36, positivePairs: 36 });
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
