import { encodeModel } from '@spectrosim/export';
import { createAxis, createRandom, type GraphRuntime, type LoadOptions, PARITY_GATES } from '@spectrosim/models';
import { encoderNames, encoderOf, initialModel, type ModelDefinition } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { eagerEngine, graphEngine, modelGraph } from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { expectNear, normals } from './eager.setup.js';
import { interpret } from './interpreter/interpret.js';
import { PAPER_CASES, type PaperCase } from './paper-encoders.setup.js';
import { absence } from './provider-here.setup.js';
import { TINY, type TinyTraining, tinyStep, tinyTraining } from './tiny-training.setup.js';
import { TOLERANCES } from './tolerances.js';

const STEPS = 3;
const cpu: LoadOptions = { provider: 'cpu', threads: 1 };
const webgpu: LoadOptions = { provider: 'webgpu', threads: 1, strict: true };
const chromium = await findChromium({ fetch: false });
const noChromium = chromium.path === undefined ? chromium.reason : undefined;
const noWebgpu = await absence(nodeRuntime(), webgpu);
const skipped = (reason: string | undefined) => (reason === undefined ? '' : ` (skipped: ${reason})`);

beforeEach(() => tf.setBackend('cpu'));

it('has a case for every preset of the papers', () => {
  expect(PAPER_CASES.map(({ name }) => name).toSorted()).toEqual(
    encoderNames()
      .filter((name) => name.startsWith('paper/'))
      .toSorted(),
  );
});

/** The head has no weights, so that all that is trained is the encoder's. */
const variant = ({ name, config }: PaperCase) => ({ head: 'centred', encoder: { name, config: { ...config } } });

describe.each(PAPER_CASES)('training $name', (paper) => {
  const trainings: Record<string, Promise<TinyTraining>> = {};
  const trained = (engine: 'graph' | 'eager') => {
    trainings[engine] ??= (async () =>
      tinyTraining(engine === 'graph' ? graphEngine(nodeRuntime(), cpu) : await eagerEngine('cpu'), {
        ...variant(paper),
        steps: STEPS,
      }))();
    return trainings[engine];
  };

  it('gives the losses of the eager engine', async () => {
    const [graph, eager] = [await trained('graph'), await trained('eager')];
    for (const [t, expected] of eager.results.entries()) {
      expectNear([graph.results[t]?.loss as number], [expected.loss as number], TOLERANCES.losses);
    }
  });

  it('moves every weight, and of none a number that cannot have an effect', async () => {
    const { state } = await trained('graph');
    const { initialState } = tinyStep(1, variant(paper));
    const names = Object.keys(initialState).filter((name) => name.startsWith('weight.'));
    const still = names.flatMap((name) => {
      const gradients = Array.from(state[name.replace('weight.', 'first.')]?.data as Float32Array);
      expect(gradients.every(Number.isFinite), name).toBe(true);
      const moved = gradients.map((value, i) => (value !== 0 ? i : -1)).filter((i) => i >= 0);
      expect(moved.filter((i) => paper.dead?.(name, i)).length, name).toBe(0);
      const alive = gradients.some((_, i) => !paper.dead?.(name, i));
      return alive && moved.length === 0 ? [name] : [];
    });
    expect(still).toEqual([]);
  });
});

const axis = createAxis(
  'm/z',
  Array.from({ length: TINY.bins }, (_, i) => 77 + i / 2),
);
const spectra = { ...normals('paper spectra', 5, TINY.bins) };
spectra.data.forEach((value, i) => {
  spectra.data[i] = 1e4 * value * value;
});

/** A model whose every weight and statistic is a random number, and what it gives in double precision. */
function modelOf({ name, config }: PaperCase) {
  const definition: ModelDefinition = { preprocessing: [{ step: 'sqrt' }, { step: 'snv' }], encoder: { name, config } };
  const { trainable, frozen, running } = initialModel(definition, {}, axis, createRandom(1, name));
  const moved = Object.entries(running).map(([key, { dims }]) => {
    const value = normals(key, ...dims);
    return [
      key,
      { ...value, data: value.data.map((number) => (key.endsWith('variance') ? 0.5 + number ** 2 : number)) },
    ];
  });
  const graph = modelGraph(definition, { ...trainable, ...frozen, ...Object.fromEntries(moved) }, TINY.bins);
  return { bytes: encodeModel(graph), expected: interpret(graph, { spectra }).embedding?.data as Float64Array };
}
const MODELS = PAPER_CASES.map((paper) => ({ ...paper, ...modelOf(paper) }));

async function expectParity(runtime: GraphRuntime, options: LoadOptions, { bytes, expected }: (typeof MODELS)[number]) {
  const session = await runtime.load(bytes, options);
  const { embedding } = await session.run({ spectra });
  await session.dispose();
  expectNear(embedding?.data as Float32Array, expected, PARITY_GATES.embedding);
}

describe('within the gate of embeddings from double precision', () => {
  it.each(MODELS)('$name on the CPU', async (model) => {
    expect(Math.max(...model.expected)).toBeGreaterThan(0);
    await expectParity(nodeRuntime(), cpu, model);
  });

  // One function under two names runs once where that takes seconds.
  const different = MODELS.filter(({ name }) => name !== 'paper/resnet');

  it.skipIf(noWebgpu !== undefined).each(different)(
    `$name on WebGPU, every operator${skipped(noWebgpu)}`,
    async (model) => expectParity(nodeRuntime(), webgpu, model),
  );

  it.skipIf(noChromium !== undefined)(`all of them in WebAssembly, in a page${skipped(noChromium)}`, async () => {
    const options: LoadOptions = { provider: 'wasm', threads: 1 };
    const browser = await openBrowserRuntime({ chromium: chromium.path as string, provider: 'wasm', threads: 1 });
    try {
      for (const model of MODELS) {
        await expectParity(browser.runtime, options, model);
      }
    } finally {
      await browser.close();
    }
  });
});

it('one-token attention has exactly no gradient to queries and keys, and those of values are not 0', async () => {
  const config = { layers: 2, heads: 2, hidden: 8, embedding: 6 };
  const { state } = await tinyTraining(graphEngine(nodeRuntime(), cpu), {
    head: 'paper',
    encoder: { name: 'paper/transformer', config },
    steps: 2,
  });
  const width = 3 * TINY.bins;
  for (const layer of [0, 1]) {
    for (const part of ['weight', 'bias']) {
      const gradients = state[`first.encoder.attention.${layer}.qkv.${part}`]?.data as Float32Array;
      const largest = [0, 1, 2].map((third) =>
        Math.max(
          ...Array.from(gradients, (value, i) =>
            Math.floor((3 * (i % width)) / width) === third ? Math.abs(value) : 0,
          ),
        ),
      );
      expect(largest.slice(0, 2)).toEqual([0, 0]);
      expect(largest[2]).toBeGreaterThan(0);
    }
  }
});

it('however many heads, one token gives the same embedding', async () => {
  const encoder = encoderOf('paper/transformer');
  const config = { layers: 2, hidden: 8, embedding: 6 };
  const { trainable } = encoder.initial(encoder.config.parse({ ...config, heads: 1 }), axis, createRandom(1, 'heads'));
  const embed = (heads: number) =>
    tf.tidy(() => {
      const weights = Object.fromEntries(
        Object.entries(trainable).map(([name, { dims, data }]) => [name, tf.tensor(data as Float32Array, [...dims])]),
      );
      const x = tf.tensor(normals('heads', 3, TINY.bins).data, [3, TINY.bins]);
      return encoder.encode(encoder.config.parse({ ...config, heads }), weights, x).embedding.dataSync();
    });
  expectNear(embed(8), embed(1), TOLERANCES.encoder);
  expect(() => encoder.initial(encoder.config.parse({ heads: 5 }), axis, createRandom(1, 'x'))).toThrow(
    /5 attention heads do not divide a token of 32 bins/,
  );
});
