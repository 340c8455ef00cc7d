import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  assertExplainable,
  graphEngine,
  holdOutGroups,
  runExperiment,
  trainingConfigSchema,
} from '@spectrosim/training';
import { expect, it } from 'vitest';
import { ONE_THREAD, TINY_ENCODER, tinyDataset } from './tiny-artifact.setup.js';

it('a model that cannot be exported is refused before its training has begun', async () => {
  const dataset = await tinyDataset();
  const split = holdOutGroups(dataset.groups, 0.25, 1);
  const config = trainingConfigSchema.parse({ encoder: TINY_ENCODER, steps: 3 });
  const runtime = nodeRuntime();
  const engine = graphEngine(runtime, ONE_THREAD);
  const told: string[] = [];
  const trained = runExperiment(dataset, split, 'tiny', config, {
    engine: {
      ...engine,
      start: async (...step) => {
        told.push('begun');
        return engine.start(...step);
      },
    },
    runtime,
    options: ONE_THREAD,
    beforeSteps: (definition, weights) => {
      // What is handed over is all that tracing takes: this one can be exported.
      assertExplainable(definition, weights, dataset.axis);
      told.push(definition.encoder.name);
      throw new Error('it cannot be exported');
    },
  });
  await expect(trained).rejects.toThrow('it cannot be exported');
  expect(told).toEqual([TINY_ENCODER.name]);
});
