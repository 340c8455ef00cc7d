import type { NamedTensors, TensorValue } from '@spectrosim/models';
import { encodePreprocessed, l2Normalise, scoped } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  allPairs,
  eagerEngine,
  graphEngine,
  holdOutGroups,
  OBJECTIVES,
  objectiveOf,
  runExperiment,
  runOnRows,
  type TrainedModel,
  trainingConfigSchema,
} from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { encoderFitter } from '../training/encoder/encoder-fitter.js';
import { traceStep } from '../training/engines/graph-engine.js';
import { scoreTrained } from '../training/evaluation/score-trained.js';
import { expectNear } from './eager.setup.js';
import { oneStep } from './one-step.setup.js';
import { absence } from './provider-here.setup.js';
import { ONE_THREAD, TINY_ENCODER, tinyArtifact, tinyDataset } from './tiny-artifact.setup.js';
import { TARGET_DECAY, TINY, tinyBatches, tinyScalars, tinyStep, tinyTraining } from './tiny-training.setup.js';
import { TOLERANCES } from './tolerances.js';

beforeEach(() => tf.setBackend('cpu'));

const ON_WEBGPU = { provider: 'webgpu', threads: 1, strict: true } as const;
const noWebgpu = await absence(nodeRuntime(), ON_WEBGPU);

const graph = () => graphEngine(nodeRuntime(), ONE_THREAD);
const variantOf = (objective: string) => ({ objective, head: 'spectral' });
const numbers = (state: NamedTensors, name: string) => Array.from((state[name] as TensorValue).data, Number);

/** The state after each of so many steps, the first being that before them. */
async function statesOf(objective: object, steps: number): Promise<NamedTensors[]> {
  const variant = { head: 'centred', ...objective };
  const training = await graph().start(tinyStep(1, variant));
  const states = [await training.state()];
  for (const [i, batch] of tinyBatches(1, steps, variant).entries()) {
    await oneStep(training, batch, tinyScalars(i + 1, variant));
    states.push(await training.state());
  }
  await training.dispose();
  return states;
}

describe.each(OBJECTIVES)('a training with %s', (objective) => {
  it('has the same first losses on both engines', async () => {
    const variant = { ...variantOf(objective), seed: 3, steps: 4 };
    const [traced, eager] = [
      await tinyTraining(graph(), variant),
      await tinyTraining(await eagerEngine('wasm'), variant),
    ];
    for (const [t, expected] of traced.results.entries()) {
      for (const name of ['loss', 'gradientNorm', 'spread', 'effectiveRank']) {
        const [a, b] = [eager.results[t]?.[name] as number, expected[name] as number];
        expect(Math.abs(a - b) / Math.abs(b), `${name} of step ${t + 1}: ${a}, ${b}`).toBeLessThanOrEqual(
          TOLERANCES.losses,
        );
      }
    }
    expect(new Set(traced.results.map(({ loss }) => loss)).size).toBe(4);
    expect(Object.keys(eager.state)).toEqual(Object.keys(traced.state));
  });

  it('hands on the state that it was given, of the same shapes', async () => {
    const { initialState } = tinyStep(1, variantOf(objective));
    const shapes = (state: NamedTensors) =>
      Object.entries(state).map(([name, { type, dims }]) => [name, type, [...dims]]);
    const { state } = await tinyTraining(graph(), { ...variantOf(objective), steps: 1 });
    expect(shapes(state)).toEqual(shapes(initialState));
  });

  it('of spectra all alike gives numbers, in loss and state', async () => {
    const variant = variantOf(objective);
    const [batch] = tinyBatches(1, 1, variant) as [NamedTensors];
    const alike: NamedTensors = {
      ...Object.fromEntries(
        Object.entries(batch).map(([name, value]) => [
          name,
          name === 'groups' || name === 'indices'
            ? value
            : { ...value, data: (value.data as Float32Array).map(() => 0) },
        ]),
      ),
      spectra: {
        type: 'float32',
        dims: [TINY.batch, TINY.bins],
        data: new Float32Array(TINY.batch * TINY.bins).fill(3),
      },
    } as NamedTensors;
    const training = await graph().start(tinyStep(1, variant));
    const results = await oneStep(training, alike, tinyScalars(1, variant));
    const state = await training.state();
    await training.dispose();
    expect(results.loss).toSatisfy(Number.isFinite);
    expect(results.gradientNorm).toSatisfy(Number.isFinite);
    for (const [name, { data }] of Object.entries(state)) {
      expect(Array.from(data, Number).every(Number.isFinite), name).toBe(true);
    }
  });

  it('leaves no tensor behind when it is traced', () => {
    const step = tinyStep(1, variantOf(objective));
    const before = tf.memory().numTensors;
    traceStep(step);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each(['byol', 'moco'])('the target of %s', (objective) => {
  it('begins as encoder and head are, and is their running mean, by hand, after each of 4 steps', async () => {
    const states = await statesOf({ objective, head: 'spectral' }, 4);
    const names = Object.keys(states[0] as NamedTensors).filter((name) => name.startsWith('target.'));
    expect(names.length).toBeGreaterThan(20);
    expect(names.some((name) => name.startsWith('target.head.'))).toBe(true);
    expect(names.filter((name) => name.startsWith('target.objective.'))).toEqual([]);
    for (const name of names) {
      const own = name.replace('target.', 'weight.');
      let expected = numbers(states[0] as NamedTensors, own);
      expect(numbers(states[0] as NamedTensors, name)).toEqual(expected);
      for (const state of states.slice(1)) {
        const weights = numbers(state, own);
        expected = expected.map((value, i) => TARGET_DECAY * value + (1 - TARGET_DECAY) * (weights[i] as number));
        expectNear(numbers(state, name), expected, TOLERANCES.operators);
      }
    }
    // What the test could not tell apart from a target that stands still.
    const moved = 'target.encoder.embedding.weight';
    expect(numbers(states[4] as NamedTensors, moved)).not.toEqual(numbers(states[0] as NamedTensors, moved));
  });

  it('gets no gradient: at a decay of 1 it stands still while the encoder moves', async () => {
    const variant = { objective, head: 'centred' };
    const training = await graph().start(tinyStep(1, variant));
    const before = await training.state();
    await oneStep(training, tinyBatches(1, 1, variant)[0] as NamedTensors, {
      ...tinyScalars(1, variant),
      targetDecay: 1,
    });
    const after = await training.state();
    await training.dispose();
    for (const name of Object.keys(before)) {
      if (name.startsWith('target.')) {
        expect(after[name], name).toEqual(before[name]);
      }
    }
    const moved = 'weight.encoder.embedding.weight';
    expect(numbers(after, moved)).not.toEqual(numbers(before, moved));
  });
});

describe('the queue of MoCo', () => {
  it('holds keys of past steps, the newest first, as unit rows with the spectra that they are of', async () => {
    const objective = { name: 'moco', config: { queue: 10 } };
    const states = await statesOf({ objective }, 3);
    const spectra = states.map((state) => numbers(state, 'objective.queue.spectra'));
    // Batches are 0 1 2 3, 4 5 0 1 and 2 3 4 5.
    expect(spectra).toEqual([
      [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
      [0, 1, 2, 3, -1, -1, -1, -1, -1, -1],
      [4, 5, 0, 1, 0, 1, 2, 3, -1, -1],
      [2, 3, 4, 5, 4, 5, 0, 1, 0, 1],
    ]);
    const [, first, second] = states.map((state) => numbers(state, 'objective.queue.keys'));
    const width = 8;
    expect(second?.slice(4 * width, 8 * width)).toEqual(first?.slice(0, 4 * width));
    for (let key = 0; key < 8; key++) {
      const row = (second as number[]).slice(key * width, (key + 1) * width);
      expect(row.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    }
    expect((second as number[]).slice(8 * width)).toEqual(new Array(2 * width).fill(0));
  });

  it.skipIf(noWebgpu !== undefined)(
    `is the same on WebGPU, which computes all of it${noWebgpu === undefined ? '' : ` (skipped: ${noWebgpu})`}`,
    async () => {
      const variant = { objective: 'moco', head: 'centred', seed: 3, steps: 2 };
      const [there, here] = [
        await tinyTraining(graphEngine(nodeRuntime(), ON_WEBGPU), variant),
        await tinyTraining(graph(), variant),
      ];
      expectNear(
        there.results.map(({ loss }) => loss as number),
        here.results.map(({ loss }) => loss as number),
        TOLERANCES.losses,
      );
      expect(numbers(there.state, 'objective.queue.spectra')).toEqual(numbers(here.state, 'objective.queue.spectra'));
    },
    // In software on a busy machine.
    180_000,
  );

  it('of 0 keeps nothing', async () => {
    const [state] = await statesOf({ objective: { name: 'moco', config: { queue: 0 } } }, 1);
    expect(Object.keys(state as NamedTensors).filter((name) => name.startsWith('objective.'))).toEqual([]);
  });
});

/** A tiny experiment with an objective. */
async function experiment(settings: object) {
  const dataset = await tinyDataset();
  const runtime = nodeRuntime();
  const config = trainingConfigSchema.parse({
    preprocessing: 'sqrt, snv',
    encoder: TINY_ENCODER,
    steps: 3,
    ...settings,
  });
  return runExperiment(dataset, holdOutGroups(dataset.groups, 0.25, 1), 'tiny', config, {
    engine: graph(),
    runtime,
    options: ONE_THREAD,
  });
}

describe('classification of differences', () => {
  it('is measured by the score of pairs, which is that of the encoder by hand and the same either way round', async () => {
    const { trained, metrics } = await experiment({ objective: 'classification', steps: 2 });
    expect(metrics.model.system).toBe('transformer encoder, classification of differences');
    const { rows, groups } = await tinyDataset();
    const few = { ...rows, count: 5, data: rows.data.slice(0, 5 * rows.bins) };
    const pairs = allPairs(groups.slice(0, 5));
    const objective = objectiveOf('classification');
    const score = (model: TrainedModel, stage: 'trained' | 'untrained', of = pairs) =>
      scoreTrained(model, stage, objective, few, of, (fn, given, weights) =>
        runOnRows(nodeRuntime(), ONE_THREAD, fn, given, weights),
      );
    const scores = await score(trained, 'trained');
    expect(await score(trained, 'trained', { ...pairs, a: pairs.b, b: pairs.a })).toEqual(scores);
    expect(await score(trained, 'untrained')).not.toEqual(scores);
    const expected = tf.tidy(() => {
      const x = tf.sqrt(tf.tensor2d(few.data, [5, rows.bins]));
      const { mean, variance } = tf.moments(x, 1, true);
      const snv = tf.div(tf.sub(x, mean), tf.sqrt(tf.mul(variance, rows.bins / (rows.bins - 1))));
      const at = (of: Int32Array) => tf.gather(snv, tf.tensor1d(of, 'int32'));
      const weights = Object.fromEntries(
        Object.entries({ ...trained.weights, ...trained.pairWeights?.trained }).map(([name, { dims, data }]) => [
          name,
          tf.tensor(data as Float32Array, [...dims]),
        ]),
      );
      const { embedding } = encodePreprocessed(trained.definition, weights, tf.abs(tf.sub(at(pairs.a), at(pairs.b))));
      const { weight, bias } = scoped(scoped(weights, 'objective'), 'classifier');
      const logits = tf.add(tf.matMul(embedding as tf.Tensor2D, weight as tf.Tensor2D), bias as tf.Tensor);
      return Array.from(tf.sub(tf.slice(logits, [0, 1], [-1, 1]), tf.slice(logits, [0, 0], [-1, 1])).dataSync());
    });
    expectNear(Array.from(scores), expected, TOLERANCES.recipe);
  });

  it('trains no projection head', () => {
    const names = Object.keys(tinyStep(1, { objective: 'classification' }).initialState);
    expect(names.filter((name) => name.includes('head.'))).toEqual([]);
    expect(names).toContain('weight.objective.classifier.weight');
  });

  it('is refused where an embedding is needed, before any work', async () => {
    await expect(tinyArtifact({ objective: 'classification' })).rejects.toMatchObject({ code: 'usage' });
    expect(() => encoderFitter(graph(), { objective: 'classification' })).toThrow(/A back-end needs an embedding/);
  });
});

describe('an artifact', () => {
  it('names its objective with its settings, and chance only where there is one', async () => {
    const trainingOf = async (objective: string) => {
      const { files } = await tinyArtifact({ objective });
      return (JSON.parse(new TextDecoder().decode(files['manifest.json'])) as { training: Record<string, unknown> })
        .training;
    };
    const byol = await trainingOf('byol');
    expect(byol).toMatchObject({ objective: 'BYOL', objectiveSettings: { decay: 0.996, hidden: 256 } });
    expect(Object.keys(byol.loss as object)).toEqual(['first', 'last']);
    const ntXent = await trainingOf('nt-xent');
    expect(ntXent).toMatchObject({ objective: 'NT-Xent', loss: { chance: Math.log(31) } });
    expect(ntXent).not.toHaveProperty('objectiveSettings');
  });
});

describe('projections', () => {
  it('of no length but their own reach an objective: NT-Xent scales them, VICReg does not', () => {
    const rows = tf.tensor2d([1, 2, 3, 4, -1, 2, 0.5, 1], [4, 2]);
    const loss = (name: string, projections: tf.Tensor) =>
      objectiveOf(name)
        .loss({ embedding: rows, projections, temperature: tf.scalar(0.5), weights: {}, state: {} })
        .loss.dataSync()[0] as number;
    expect(loss('nt-xent', tf.mul(rows, 3))).toBeCloseTo(loss('nt-xent', l2Normalise(rows)), 5);
    expect(Math.abs(loss('vicreg', tf.mul(rows, 3)) - loss('vicreg', rows))).toBeGreaterThan(1);
  });
});
