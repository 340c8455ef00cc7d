import { checkGraph, encodeModel } from '@spectrosim/export';
import {
  createAxis,
  createRandom,
  type GraphRuntime,
  type LoadOptions,
  type NamedTensors,
  PARITY_GATES,
  type TensorValue,
} from '@spectrosim/models';
import { initialModel, type ModelDefinition } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { eagerEngine, graphEngine, modelGraph } from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { expectNear, normals } from './eager.setup.js';
import { interpret } from './interpreter/interpret.js';
import { oneStep } from './one-step.setup.js';
import { OWN_ENCODERS } from './own-encoders.setup.js';
import { absence } from './provider-here.setup.js';
import { TINY, tinyBatches, tinyScalars, tinyStep } from './tiny-training.setup.js';
import { TOLERANCES } from './tolerances.js';

const STEPS = 3;
/** Those that are trained on WebGPU: experts, a scan, convolutions with running statistics. All are run there. */
const TRAINED_ON_WEBGPU = ['moe', 'mamba', 'cnn'];
/** SwiftShader computes on the processor: seconds on two idle cores, minutes on busy ones. */
const SOFTWARE_WEBGPU_MS = 180_000;
const ON_CPU = { provider: 'cpu', threads: 1 } as const;
const ON_WEBGPU = { provider: 'webgpu', threads: 1, strict: true } as const;
const ON_WASM = { provider: 'wasm', threads: 1 } as const;

const noWebgpu = await absence(nodeRuntime(), ON_WEBGPU);
const chromium = await findChromium({ fetch: false });
const unless = (reason: string | undefined) => (reason === undefined ? '' : ` (skipped: ${reason})`);
const noChromium = chromium.path === undefined ? chromium.reason : undefined;

const axis = createAxis(
  'm/z',
  Array.from({ length: TINY.bins }, (_, i) => 77 + i / 2),
);
const spectra: TensorValue = {
  type: 'float32',
  dims: [5, TINY.bins],
  data: normals('spectra', 5, TINY.bins).data.map((value) => 1e4 * value ** 2),
};

beforeEach(() => tf.setBackend('cpu'));

/** An exported model whose weights are none that it starts with. */
function exported(encoder: ModelDefinition['encoder']) {
  const model: ModelDefinition = { preprocessing: [{ step: 'sqrt' }, { step: 'snv' }], encoder };
  const { trainable, frozen, running } = initialModel(model, {}, axis, createRandom(1, 'own'));
  const moved = Object.entries(trainable).map(([name, value]) => {
    const noise = normals(name, ...value.dims).data;
    return [
      name,
      { ...value, data: (value.data as Float32Array).map((w, i) => w + 0.1 * (noise[i] as number)) },
    ] as const;
  });
  return modelGraph(model, { ...(Object.fromEntries(moved) as NamedTensors), ...frozen, ...running }, TINY.bins);
}

async function embeddingOn(runtime: GraphRuntime, bytes: Uint8Array, options: LoadOptions): Promise<Float32Array> {
  const session = await runtime.load(bytes, options);
  try {
    return (await session.run({ spectra })).embedding?.data as Float32Array;
  } finally {
    await session.dispose();
  }
}

it.skipIf(noChromium !== undefined)(
  `exported, all are within the parity gate on WebAssembly in Chromium${unless(noChromium)}`,
  async () => {
    const browser = await openBrowserRuntime({ chromium: chromium.path as string, ...ON_WASM });
    try {
      for (const encoder of OWN_ENCODERS) {
        const graph = exported(encoder);
        const exact = interpret(graph, { spectra }).embedding?.data as Float64Array;
        expectNear(await embeddingOn(browser.runtime, encodeModel(graph), ON_WASM), exact, PARITY_GATES.embedding);
      }
    } finally {
      await browser.close();
    }
  },
);

describe.each(OWN_ENCODERS.map((encoder) => [encoder.name, encoder] as const))('%s', (name, encoder) => {
  const graph = exported(encoder);
  const bytes = encodeModel(graph);
  const exact = interpret(graph, { spectra }).embedding?.data as Float64Array;

  describe('exported, is within the parity gate of its evaluation in double precision', () => {
    it('on the CPU', async () => {
      checkGraph(graph);
      expectNear(await embeddingOn(nodeRuntime(), bytes, ON_CPU), exact, PARITY_GATES.embedding);
    });

    it.skipIf(noWebgpu !== undefined)(
      `on WebGPU, every operator${unless(noWebgpu)}`,
      async () => {
        expectNear(await embeddingOn(nodeRuntime(), bytes, ON_WEBGPU), exact, PARITY_GATES.embedding);
      },
      SOFTWARE_WEBGPU_MS,
    );
  });

  const trained = async (engine: LoadOptions | 'wasm', residual: boolean, steps = STEPS) => {
    const chosen = typeof engine === 'string' ? await eagerEngine(engine) : graphEngine(nodeRuntime(), engine);
    const variant = { encoder: { ...encoder, config: { ...(encoder.config as object), residual } } };
    const step = tinyStep(3, variant);
    const running = await chosen.start(step);
    const losses: number[] = [];
    for (const [t, batch] of tinyBatches(3, steps).entries()) {
      // Weights are to be moved by gradients alone.
      losses.push((await oneStep(running, batch, { ...tinyScalars(t + 1), weightDecay: 0 })).loss as number);
    }
    const state = await running.state();
    await running.dispose();
    const still = Object.keys(state).filter(
      (name) =>
        /^(weight|running)\.encoder\./.test(name) &&
        (state[name] as TensorValue).data.every((value, i) => value === step.initialState[name]?.data[i]),
    );
    return { losses, still };
  };

  describe('trains', () => {
    it.each([false, true])('in one graph as operation by operation, every weight, residual %s', async (residual) => {
      const graph = await trained(ON_CPU, residual);
      expect(graph.losses.every((loss) => Number.isFinite(loss) && loss > 0)).toBe(true);
      expect(graph.still).toEqual([]);
      expectNear(graph.losses, (await trained('wasm', residual)).losses, TOLERANCES.losses);
    });

    const onWebgpu = TRAINED_ON_WEBGPU.includes(name)
      ? noWebgpu
      : `a minute in software; trained there are ${TRAINED_ON_WEBGPU.join(', ')}`;
    it.skipIf(onWebgpu !== undefined)(
      `on WebGPU, every operator${unless(onWebgpu)}`,
      async () => {
        // The second loss is of weights that the first step's gradients have moved.
        const [expected, { losses }] = [await trained(ON_CPU, false, 2), await trained(ON_WEBGPU, false, 2)];
        expectNear(losses, expected.losses, TOLERANCES.losses);
      },
      SOFTWARE_WEBGPU_MS,
    );
  });
});
