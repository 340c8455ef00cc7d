import { nodeRuntime } from '@spectrosim/runtime-node';
import { graphEngine, holdOutGroups, runExperiment, trainingConfigSchema } from '@spectrosim/training';
import { expect, it } from 'vitest';
import { ONE_THREAD, TINY_ENCODER, tinyDataset } from './tiny-artifact.setup.js';

it('an experiment says when its steps are taken and measuring begins, once', async () => {
  const dataset = await tinyDataset();
  const runtime = nodeRuntime();
  const heard: string[] = [];
  const { metrics } = await runExperiment(
    dataset,
    holdOutGroups(dataset.groups, 0.25, 1),
    'tiny',
    trainingConfigSchema.parse({ encoder: TINY_ENCODER, steps: 2 }),
    {
      engine: graphEngine(runtime, ONE_THREAD),
      runtime,
      options: ONE_THREAD,
      onProgress: ({ step }) => void heard.push(`step ${step}`),
      onMeasure: () => void heard.push('measuring'),
    },
  );
  expect(heard).toEqual(['step 1', 'step 2', 'measuring']);
  expect(metrics.model.auc).toBeDefined();
});
