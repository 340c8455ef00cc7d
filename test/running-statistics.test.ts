import { checkGraph } from '@spectrosim/export';
import { createAxis, createRandom, type NamedTensors, type TensorValue } from '@spectrosim/models';
import { type EncoderDefinition, encode, initialModel, type ModelDefinition } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  contrastiveStep,
  eagerEngine,
  graphEngine,
  modelGraph,
  type TrainingEngine,
  type TrainingStep,
} from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { expectNear, normals, runEager, runGraph } from './eager.setup.js';
import { initialOf, SMALL, SMALL_NETWORKS } from './small-networks.setup.js';
import { tinyScalars } from './tiny-training.setup.js';
import { TOLERANCES } from './tolerances.js';

const network = Object.values(SMALL_NETWORKS)[0] as (typeof SMALL_NETWORKS)[string];

/** The small CNN as an encoder; `forgetful` does not hand on one statistic. */
const encoder = (name: string, forgetful = false): EncoderDefinition<object> => ({
  name,
  config: z.strictObject({}),
  widths: () => ({ embedding: SMALL.outputs, token: SMALL.outputs }),
  initial: () => ({ ...initialOf(network), frozen: {} }),
  encode(_, weights, x, mode = 'inference') {
    const { y, updates } = network.forward(weights, x, mode);
    const [, ...rest] = Object.entries(updates);
    return {
      embedding: y,
      tokens: tf.expandDims(y, 1),
      updates: forgetful ? Object.fromEntries(rest) : updates,
    };
  },
});

// A small one, and one that no registry would hold: it forgets a statistic.
vi.mock('../models/graph/encoders/registry.js', () => ({
  encoderOf: (name: string) => encoder(name, name === 'forgetful'),
  encoderNames: () => ['cnn', 'forgetful'],
}));

beforeEach(() => tf.setBackend('cpu'));

const axis = createAxis(
  'm/z',
  Array.from({ length: SMALL.bins }, (_, i) => i),
);
const definition = (name: string): ModelDefinition => ({
  preprocessing: [{ step: 'snv' }],
  encoder: { name, config: {} },
});

function stepOf(name = 'cnn'): TrainingStep {
  const { trainable, frozen, running } = initialModel(definition(name), {}, axis, createRandom(1, 'x'));
  return contrastiveStep({
    model: definition(name),
    head: 'paper',
    augmentations: [],
    trainable: { ...trainable, ...headWeights() },
    frozen,
    running,
    sampleBatch: batch,
  });
}
const batch: NamedTensors = { spectra: normals('spectra', 4, SMALL.bins) };

function headWeights() {
  const linear = (name: string, inputs: number) => [
    [`head.${name}.weight`, normals(name, inputs, 256)] as const,
    [`head.${name}.bias`, normals(`${name} bias`, 256)] as const,
  ];
  const norm = (name: string, width: number) => [
    [`head.${name}.scale`, normals(name, width)] as const,
    [`head.${name}.offset`, normals(`${name} offset`, width)] as const,
  ];
  return Object.fromEntries([
    ...norm('norm', SMALL.outputs),
    ...linear('hidden1', SMALL.outputs),
    ...norm('batchNorm1', 256),
    ...linear('hidden2', 256),
    ...norm('batchNorm2', 256),
    ...linear('projection', 256),
  ]);
}

const NAME = 'running.encoder.first.norm.mean';

async function trained(engine: TrainingEngine, steps: number) {
  const running = await engine.start(stepOf());
  for (let t = 1; t <= steps; t++) {
    await running.step(batch, { ...tinyScalars(t), learningRate: 0 });
  }
  const state = await running.state();
  await running.dispose();
  return state;
}

describe('running statistics in a contrastive training', () => {
  it('are state beside weights and moments, with no moments of their own', () => {
    const names = Object.keys(stepOf().initialState);
    const running = names.filter((name) => name.startsWith('running.'));
    expect(running.toSorted()).toEqual(
      ['first', 'second'].flatMap((block) =>
        ['mean', 'variance'].map((name) => `running.encoder.${block}.norm.${name}`),
      ),
    );
    expect(names.filter((name) => /^(weight|first|second)\..*norm\.(mean|variance)$/.test(name))).toEqual([]);
  });

  it('move by a tenth towards the batch at every step, though the learning rate is 0', async () => {
    const engine = graphEngine(nodeRuntime(), { provider: 'cpu', threads: 1 });
    const [once, twice] = [(await trained(engine, 1))[NAME], (await trained(engine, 2))[NAME]] as [
      TensorValue,
      TensorValue,
    ];
    // From 0 by 0.1 m, then 0.9 · 0.1 m + 0.1 m: 1.9 times as far.
    expectNear(
      twice.data as Float32Array,
      Array.from(once.data as Float32Array, (value) => 1.9 * value),
      TOLERANCES.encoder,
    );
    expect(Math.max(...Array.from(once.data as Float32Array, Math.abs))).toBeGreaterThan(1e-3);
  });

  it('are the same on both engines', async () => {
    const graph = await trained(graphEngine(nodeRuntime(), { provider: 'cpu', threads: 1 }), 3);
    const eager = await trained(await eagerEngine('cpu'), 3);
    expect(Object.keys(graph)).toEqual(Object.keys(eager));
    expectNear(graph[NAME]?.data as Float32Array, eager[NAME]?.data as Float32Array, TOLERANCES.encoder);
  });

  it('leave no tensor behind', async () => {
    const running = await (await eagerEngine('cpu')).start(stepOf());
    await running.step(batch, tinyScalars(1));
    const before = tf.memory().numTensors;
    await running.step(batch, tinyScalars(2));
    expect(tf.memory().numTensors).toBe(before);
    await running.dispose();
  });

  it('are what an exported model normalises by', async () => {
    const { trainable, frozen, running } = initialModel(definition('cnn'), {}, axis, createRandom(1, 'x'));
    const moved = { ...running, 'encoder.first.norm.mean': normals('mean', 4) };
    const spectra = normals('other', 5, SMALL.bins);
    const embed = async (weights: NamedTensors) => {
      const graph = modelGraph(definition('cnn'), weights, SMALL.bins);
      checkGraph(graph);
      return (await runGraph(graph, { spectra })).embedding?.data as Float32Array;
    };
    const weights = { ...trainable, ...frozen, ...moved };
    const { embedding } = runEager(
      ({ spectra, ...rest }) => ({ embedding: encode(definition('cnn'), rest, spectra as tf.Tensor).embedding }),
      { spectra, ...weights },
    );
    expectNear(await embed(weights), embedding?.data as Float32Array, TOLERANCES.encoder);
    expect(await embed({ ...weights, ...running })).not.toEqual(await embed(weights));
  });

  it('that an encoder forgets to hand on are named', async () => {
    const engine = await eagerEngine('cpu');
    const running = await engine.start(stepOf('forgetful'));
    await expect(running.step(batch, tinyScalars(1))).rejects.toThrow(
      /running statistics, which are: .*encoder.first.norm.mean.*; it updated: encoder.first.norm.variance/,
    );
    await running.dispose();
  });
});
