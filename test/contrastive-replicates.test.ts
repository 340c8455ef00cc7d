import { nodeRuntime } from '@spectrosim/runtime-node';
import { type Experiment, graphEngine, holdOutGroups, runExperiment, trainingConfigSchema } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ONE_THREAD, TINY_ENCODER, tinyArtifact, tinyDataset } from './tiny-artifact.setup.js';

const REPLICATES = {
  preprocessing: 'sqrt, snv',
  encoder: TINY_ENCODER,
  objective: 'sup-con',
  noise: { from: 'replicates' },
  steps: 3,
};

async function experiment(settings: object, alone = false): Promise<Experiment> {
  const given = await tinyDataset();
  const dataset = alone ? { ...given, groups: given.names.map((name) => name) } : given;
  const runtime = nodeRuntime();
  const split = holdOutGroups(given.groups, 0.25, 1);
  return runExperiment(dataset, split, 'tiny', trainingConfigSchema.parse(settings), {
    engine: graphEngine(runtime, ONE_THREAD),
    runtime,
    options: ONE_THREAD,
  });
}

describe('a contrastive training on replicates', () => {
  it('differs from one without labels from the first loss on, by objective and by noise', async () => {
    const losses = async (settings: object) => (await experiment({ ...REPLICATES, ...settings })).trained.losses;
    const all = await Promise.all([
      losses({}),
      losses({ noise: 'none' }),
      losses({ objective: 'nt-xent' }),
      losses({ objective: 'nt-xent', noise: 'none' }),
    ]);
    expect(all.flat().every(Number.isFinite)).toBe(true);
    expect(new Set(all.map(([first]) => first)).size).toBe(4);
    expect(await losses({})).toEqual(all[0]);
  });

  it('says so in the artifact', async () => {
    const { files } = await tinyArtifact(REPLICATES);
    const { training } = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as { training: object };
    expect(training).toMatchObject({
      objective: 'SupCon',
      noise: { from: 'replicates', strength: 1, mixed: expect.any(Number) },
    });
  });

  it('is refused where no group has a second spectrum, before any step', async () => {
    await expect(experiment(REPLICATES, true)).rejects.toMatchObject({ code: 'input' });
  });
});
