import { createAxis, createRandom, type NamedTensors, type TensorValue } from '@spectrosim/models';
import { encoderOf, headOf, initialModel, type ModelDefinition, prefixed } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { augmentationsSchema, drawAugmentations } from '../training/augment/augment.js';
import { CONTRASTIVE_SCALARS, contrastiveStep } from '../training/contrastive-step.js';
import { graphEngine, traceStep } from '../training/engines/graph-engine.js';
import { biasCorrections } from '../training/optimiser/adamw.js';
import { expectNear, normals, runEager } from './eager.setup.js';
import { TOLERANCES } from './tolerances.js';

const [batch, bins, steps] = [4, 32, 5];
const model: ModelDefinition = {
  preprocessing: [{ step: 'sqrt' }, { step: 'snv' }],
  encoder: { name: 'transformer', config: { patch: 4, width: 16, layers: 2, heads: 2, feedForward: 16, embedding: 8 } },
};
const augmentations = augmentationsSchema.parse(
  ['gaussianNoise', 'circularShift', 'scale', 'crop', 'peakHeight'].map((name) => ({ name })),
);
const axis = createAxis(
  'm/z',
  Array.from({ length: bins }, (_, i) => 77 + i / 2),
);

/** Five batches of positive intensities with their draws. */
function batchesOf(seed: number): NamedTensors[] {
  const random = createRandom(seed, 'draws');
  return Array.from({ length: steps }, (_, t) => {
    const spectra = normals(`spectra ${seed} ${t}`, batch, bins);
    return {
      spectra: { ...spectra, data: spectra.data.map((value) => 1e4 * value * value) },
      ...drawAugmentations(augmentations, 2 * batch, bins, random),
    };
  });
}

function stepOf(seed: number, head: string) {
  const { trainable, frozen } = initialModel(model, {}, axis, createRandom(seed, 'weights'));
  const encoder = encoderOf(model.encoder.name);
  const widths = encoder.widths(encoder.config.parse(model.encoder.config));
  const headWeights = prefixed(headOf(head).initial(widths, createRandom(seed, 'head')), 'head');
  const sampleBatch = batchesOf(seed)[0] as NamedTensors;
  return contrastiveStep({
    model,
    head,
    augmentations,
    trainable: { ...trainable, ...headWeights },
    frozen,
    sampleBatch,
  });
}

const scalarsAt = (t: number) => ({
  learningRate: 1e-3,
  weightDecay: 0.01,
  temperature: 0.2,
  clip: 1,
  ...biasCorrections(t),
});

async function trainOnGraph(seed: number, head: string, threads = 1) {
  const training = await graphEngine(nodeRuntime(), { provider: 'cpu', threads }).start(stepOf(seed, head));
  const results: Readonly<Record<string, number>>[] = [];
  for (const [i, one] of batchesOf(seed).entries()) {
    results.push(await training.step(one, scalarsAt(i + 1)));
  }
  const state = await training.state();
  await training.dispose();
  return { results, state };
}

function trainEagerly(seed: number, head: string) {
  const step = stepOf(seed, head);
  let state = step.initialState;
  const results = batchesOf(seed).map((one, i) => {
    const scalars = Object.fromEntries(
      Object.entries(scalarsAt(i + 1)).map(([name, value]) => [
        name,
        { type: 'float32', dims: [], data: Float32Array.of(value) } as const,
      ]),
    );
    const groups = { state, batch: one, scalar: scalars };
    const feeds = Object.fromEntries(
      Object.entries(groups).flatMap(([group, values]) =>
        Object.entries(values).map(([name, value]) => [`${group}/${name}`, value]),
      ),
    );
    const outputs = runEager((inputs) => {
      const part = (group: string) =>
        Object.fromEntries(
          Object.entries(inputs).flatMap(([name, tensor]) =>
            name.startsWith(`${group}/`) ? [[name.slice(group.length + 1), tensor] as const] : [],
          ),
        );
      const { state: next, results } = step.run(part('state'), part('batch'), part('scalar'));
      return {
        ...Object.fromEntries(Object.entries(next).map(([name, value]) => [`state/${name}`, value])),
        ...results,
      };
    }, feeds);
    state = Object.fromEntries(Object.keys(state).map((name) => [name, outputs[`state/${name}`] as TensorValue]));
    return Object.fromEntries(
      Object.keys(outputs)
        .filter((name) => !name.startsWith('state/'))
        .map((name) => [name, Number(outputs[name]?.data[0])]),
    );
  });
  return { results, state };
}

describe.each(['spectral', 'paper'])('five training steps with the %s head', (head) => {
  it('on the graph engine give the losses of eager tfjs', async () => {
    const graph = await trainOnGraph(1, head);
    const eager = trainEagerly(1, head);
    for (const name of ['loss', 'gradientNorm', 'spread']) {
      const column = (rows: readonly Readonly<Record<string, number>>[]) => rows.map((row) => row[name] as number);
      expect(column(eager.results).every((value) => Number.isFinite(value) && value > 0)).toBe(true);
      expectNear(column(graph.results), column(eager.results), TOLERANCES.losses);
    }
    expect(Object.keys(graph.state)).toEqual(Object.keys(eager.state));
  });
});

describe('contrastiveStep', () => {
  it('from the same seed on the same threads give the same bytes', async () => {
    const first = await trainOnGraph(3, 'spectral', 2);
    const second = await trainOnGraph(3, 'spectral', 2);
    expect(second.results).toEqual(first.results);
    expect(second.state).toEqual(first.state);
    expect((await trainOnGraph(4, 'spectral', 2)).results).not.toEqual(first.results);
  });

  it('starts with a loss near that of chance, ln(2N − 1), and with moments of 0', async () => {
    const { initialState } = stepOf(1, 'spectral');
    for (const [name, { data }] of Object.entries(initialState)) {
      if (!name.startsWith('weight.')) {
        expect(Math.max(...Array.from(data, Number))).toBe(0);
      }
    }
    const { results } = await trainOnGraph(1, 'spectral');
    expect(results[0]?.loss).toBeGreaterThan(0);
    expect(results[0]?.loss).toBeLessThan(2 * Math.log(2 * batch - 1));
  });

  it('is traced to a graph of state in, state out, and its scalars', () => {
    const graph = traceStep(stepOf(1, 'spectral'));
    const inputs = graph.inputs.map(({ name }) => name);
    const state = inputs.filter((name) => name.startsWith('state/'));
    expect(graph.outputs.map(({ name }) => name)).toEqual([
      ...state.map((name) => `${name}.next`),
      'loss',
      'gradientNorm',
      'spread',
    ]);
    expect(inputs.filter((name) => name.startsWith('scalar/'))).toEqual(
      CONTRASTIVE_SCALARS.map((name) => `scalar/${name}`),
    );
  });

  it('learns: the loss falls on one batch seen again and again', async () => {
    const training = await graphEngine(nodeRuntime(), { provider: 'cpu', threads: 1 }).start(stepOf(1, 'spectral'));
    const [one] = batchesOf(1) as [NamedTensors];
    const losses: number[] = [];
    for (let t = 1; t <= 30; t++) {
      losses.push((await training.step(one, scalarsAt(t))).loss as number);
    }
    await training.dispose();
    expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] as number));
  });

  it('leaves the learning rate to its scalar: at 0 nothing moves', async () => {
    const training = await graphEngine(nodeRuntime(), { provider: 'cpu', threads: 1 }).start(stepOf(1, 'spectral'));
    const before = await training.state();
    await training.step(batchesOf(1)[0] as NamedTensors, { ...scalarsAt(1), learningRate: 0 });
    const after = await training.state();
    await training.dispose();
    for (const name of Object.keys(before).filter((key) => key.startsWith('weight.'))) {
      expect(after[name], name).toEqual(before[name]);
    }
  });
});

it('leaves no tensor behind, traced or eager', () => {
  const before = tf.memory().numTensors;
  traceStep(stepOf(1, 'spectral'));
  trainEagerly(1, 'spectral');
  expect(tf.memory().numTensors).toBe(before);
});
