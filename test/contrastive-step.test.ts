import type { NamedTensors } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { CONTRASTIVE_SCALARS } from '../training/contrastive-step.js';
import { graphEngine, traceStep } from '../training/engines/graph-engine.js';
import { oneStep } from './one-step.setup.js';
import { TINY, tinyBatches, tinyScalars, tinyStep, tinyTraining } from './tiny-training.setup.js';

const graphOf = (threads = 1) => graphEngine(nodeRuntime(), { provider: 'cpu', threads });

describe('contrastiveStep', () => {
  it('from the same seed on the same threads give the same bytes', async () => {
    const options = { seed: 3, head: 'spectral', steps: 5 };
    const first = await tinyTraining(graphOf(2), options);
    const second = await tinyTraining(graphOf(2), options);
    expect(second.results).toEqual(first.results);
    expect(second.state).toEqual(first.state);
    expect((await tinyTraining(graphOf(2), { ...options, seed: 4 })).results).not.toEqual(first.results);
  });

  it('starts with a loss near that of chance, ln(2N − 1), and with moments of 0', async () => {
    const { initialState } = tinyStep(1, { head: 'spectral' });
    for (const [name, { data }] of Object.entries(initialState)) {
      if (!name.startsWith('weight.')) {
        expect(Math.max(...Array.from(data, Number))).toBe(0);
      }
    }
    const { results } = await tinyTraining(graphOf(), { head: 'spectral', steps: 1 });
    expect(results[0]?.loss).toBeGreaterThan(0);
    expect(results[0]?.loss).toBeLessThan(2 * Math.log(2 * TINY.batch - 1));
  });

  it('is traced to a graph of state in, state out, and its scalars', () => {
    const graph = traceStep(tinyStep(1, { head: 'spectral' }));
    const inputs = graph.inputs.map(({ name }) => name);
    const state = inputs.filter((name) => name.startsWith('state/'));
    expect(graph.outputs.map(({ name }) => name)).toEqual([
      ...state.map((name) => `${name}.next`),
      'loss',
      'gradientNorm',
      'spread',
      'effectiveRank',
      'alignment',
      'uniformity',
    ]);
    expect(inputs.filter((name) => name.startsWith('scalar/'))).toEqual(
      CONTRASTIVE_SCALARS.map((name) => `scalar/${name}`),
    );
  });

  it('learns: the loss falls on one batch seen again and again', async () => {
    const training = await graphOf().start(tinyStep(1, { head: 'spectral' }));
    const [one] = tinyBatches(1, 1) as [NamedTensors];
    const losses: number[] = [];
    for (let t = 1; t <= 30; t++) {
      losses.push((await oneStep(training, one, tinyScalars(t))).loss as number);
    }
    await training.dispose();
    expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] as number));
  });

  it('leaves the learning rate to its scalar: at 0 nothing moves', async () => {
    const training = await graphOf().start(tinyStep(1, { head: 'spectral' }));
    const before = await training.state();
    await oneStep(training, tinyBatches(1, 1)[0] as NamedTensors, { ...tinyScalars(1), learningRate: 0 });
    const after = await training.state();
    await training.dispose();
    for (const name of Object.keys(before).filter((key) => key.startsWith('weight.'))) {
      expect(after[name], name).toEqual(before[name]);
    }
  });
});

it('leaves no tensor behind when it is traced', () => {
  const before = tf.memory().numTensors;
  traceStep(tinyStep(1, { head: 'spectral' }));
  expect(tf.memory().numTensors).toBe(before);
});
