import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  graphEngine,
  type TrainedModel,
  type TrainingConfig,
  type TrainingPorts,
  train,
  trainingConfigSchema,
} from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ONE_THREAD, TINY_ENCODER, tinyDataset } from './tiny-artifact.setup.js';

const { rows, axis } = await tinyDataset();
const data = { rows, axis, groups: Array.from({ length: rows.count }, (_, i) => Math.floor(i / 3)) };

const configOf = (settings: object): TrainingConfig =>
  trainingConfigSchema.parse({ encoder: TINY_ENCODER, batch: 4, steps: 8, learningRate: 1e-3, ...settings });

const trained = (settings: object, ports: Partial<TrainingPorts> = {}): Promise<TrainedModel> =>
  train(data, [], configOf(settings), {
    engine: graphEngine(nodeRuntime(), ONE_THREAD),
    runOnRows: async (_, { data: values }) => values,
    ...ports,
  });

describe('train with a running mean of the weights', () => {
  it('takes the same steps and exports the mean: after one, 2/11 of the start and 9/11 of the weights', async () => {
    const [plain, averaged] = [await trained({ steps: 1 }), await trained({ steps: 1, ema: 0.999 })];
    expect(averaged.losses).toEqual(plain.losses);
    let moved = 0;
    for (const [name, { data: mean }] of Object.entries(averaged.weights)) {
      const [start, last] = [plain.untrained[name]?.data as Float32Array, plain.weights[name]?.data as Float32Array];
      for (const [i, value] of (mean as Float32Array).entries()) {
        const [from, to] = [start[i] as number, last[i] as number];
        expect(value).toBeCloseTo((2 * from + 9 * to) / 11, 6);
        moved = Math.max(moved, Math.abs(to - from));
      }
    }
    // What the test could not tell apart from no mean at all.
    expect(moved).toBeGreaterThan(1e-5);
  });

  it('losses are those of the weights, which it leaves alone', async () => {
    expect((await trained({ ema: 0.9 })).losses).toEqual((await trained({})).losses);
  });
});
