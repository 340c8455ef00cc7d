import { traceDynamic } from '@spectrosim/export';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { eagerEngine, graphEngine, type TrainingEngine } from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectSame, type Fn, runEager, runGraph } from './eager.setup.js';
import { oneStep } from './one-step.setup.js';
import { absence } from './provider-here.setup.js';
import {
  initialOf,
  SMALL_NETWORKS,
  type SmallNetwork,
  smallBatch,
  smallScalars,
  smallStep,
  spectra,
} from './small-networks.setup.js';
import { TOLERANCES } from './tolerances.js';

const STEPS = 5;

beforeEach(() => tf.setBackend('cpu'));

async function lossesOf(engine: TrainingEngine, network: SmallNetwork) {
  const running = await engine.start(smallStep(network));
  const losses: number[] = [];
  for (let t = 1; t <= STEPS; t++) {
    losses.push((await oneStep(running, smallBatch(1), smallScalars(t))).loss as number);
  }
  const state = await running.state();
  await running.dispose();
  return { losses, state };
}

const onWebgpu = { provider: 'webgpu', threads: 1, strict: true } as const;
const noWebgpu = await absence(nodeRuntime(), onWebgpu);
const onCpu = { provider: 'cpu', threads: 1 } as const;

describe.each(Object.entries(SMALL_NETWORKS))('%s', (_, network) => {
  const agrees = async (engine: TrainingEngine) => {
    const expected = await lossesOf(await eagerEngine('cpu'), network);
    const { losses, state } = await lossesOf(engine, network);
    for (const [t, loss] of losses.entries()) {
      const wanted = expected.losses[t] as number;
      expect(Math.abs(loss - wanted) / wanted, `step ${t + 1}: ${loss}, ${wanted}`).toBeLessThanOrEqual(
        TOLERANCES.losses,
      );
    }
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
    expect(Object.keys(state)).toEqual(Object.keys(expected.state));
    for (const name of Object.keys(state).filter((key) => key.startsWith('running.'))) {
      expectSame({ statistic: state[name] as never }, { statistic: expected.state[name] as never }, TOLERANCES.losses);
      expect(state[name]).not.toEqual(smallStep(network).initialState[name]);
    }
  };

  it('trains in one graph as in plain JavaScript', async () => agrees(graphEngine(nodeRuntime(), onCpu)));

  it('trains on tfjs wasm too', async () => agrees(await eagerEngine('wasm')));

  it.skipIf(noWebgpu !== undefined)(
    `trains on WebGPU, every operator${noWebgpu === undefined ? '' : ` (skipped: ${noWebgpu})`}`,
    async () => agrees(graphEngine(nodeRuntime(), onWebgpu)),
  );

  it('is exported with an open batch', async () => {
    const { trainable, running } = initialOf(network);
    const weights = { ...trainable, ...running };
    const fn: Fn = ({ x, ...rest }) => ({ y: network.forward(rest, x as tf.Tensor, 'inference').y });
    const graph = traceDynamic('small', fn, { ...weights, x: { type: 'float32', dims: ['B', 32] } }, 'B');
    expect(graph.outputs).toEqual([{ name: 'y', type: 'float32', dims: ['B', 3] }]);
    for (const batch of [1, 3, 7]) {
      const x = { x: spectra('open', batch) };
      expectSame(await runGraph(graph, x), runEager(fn, { ...x, ...weights }), TOLERANCES.encoder);
    }
  });
});
