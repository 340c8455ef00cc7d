import { severalSteps } from '@spectrosim/export';
import { encodeSafetensors, type GraphRuntime, type NamedTensors, sha256 } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { eagerEngine, graphEngine, optimisedStep, type TrainingEngine, takesSeveral } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { interpret } from './interpreter/interpret.js';
import { floats } from './port-graphs.js';
import { tinyBatches, tinyScalars, tinyStep, tinyTraining } from './tiny-training.setup.js';

const chromium = await findChromium({ fetch: false });
const ON_CPU = { provider: 'cpu', threads: 1 } as const;
const engine = () => graphEngine(nodeRuntime(), ON_CPU);

/** The same engine with a step a run, as it is where several steps are not taken together. */
const single: TrainingEngine = {
  ...engine(),
  async start(step) {
    const runtime: GraphRuntime = nodeRuntime();
    const { encodeModel } = await import('@spectrosim/export');
    const session = await runtime.load(encodeModel(optimisedStep(step, 'cpu')), ON_CPU);
    const named = (prefix: string, values: NamedTensors) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]));
    const stepper = session.stepper(named('state', step.initialState));
    return {
      async steps(inputs) {
        const all = [];
        for (const { batch, scalars } of inputs) {
          const numbers = Object.fromEntries(
            Object.entries(scalars).map(([name, value]) => [name, floats([], [value])]),
          );
          const results = await stepper.step({ ...named('batch', batch), ...named('scalar', numbers) });
          all.push(Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, Number(data[0])])));
        }
        return all;
      },
      async state() {
        const state = await stepper.state();
        return Object.fromEntries(Object.entries(state).map(([name, value]) => [name.slice('state/'.length), value]));
      },
      dispose: () => session.dispose(),
    };
  },
};

const hashed = async ({ results, state }: Awaited<ReturnType<typeof tinyTraining>>) => ({
  results,
  state: await sha256(encodeSafetensors(state)),
});

describe('several steps of a training in one run', () => {
  it.each([
    ['Transformer', {}],
    ['residual encoder, SupCon and noise', { head: 'centred', replicates: true }],
  ])('give the bytes and results of single ones, whatever their number: %s', async (_, variant) => {
    expect(takesSeveral(tinyStep(1), 'cpu')).toBe(true);
    const expected = await hashed(await tinyTraining(single, { steps: 11, ...variant }));
    expect(expected.results).toHaveLength(11);
    for (const together of [1, 2, 5]) {
      expect(await hashed(await tinyTraining(engine(), { steps: 11, together, ...variant })), `${together}`).toEqual(
        expected,
      );
    }
  });

  it.skipIf(chromium.path === undefined)(
    `give the bytes of single runs, whatever their number, on wasm in Chromium${chromium.path === undefined ? ` (skipped: ${chromium.reason})` : ''}`,
    async () => {
      const browser = await openBrowserRuntime({ chromium: chromium.path as string, provider: 'wasm', threads: 1 });
      try {
        const on = graphEngine(browser.runtime, { provider: 'wasm', threads: 1 });
        const expected = await hashed(await tinyTraining(on, { steps: 7 }));
        expect(await hashed(await tinyTraining(on, { steps: 7, together: 5 }))).toEqual(expected);
      } finally {
        await browser.close();
      }
    },
  );

  it('compute what the float64 interpreter computes, step by step', () => {
    // By hand: w moves by −rate·x, so that the loss w·x falls by rate·|x|².
    const one = { name: 'x', type: 'float32', dims: [2] } as const;
    const graph = severalSteps({
      name: 'descent',
      inputs: [{ ...one, name: 'w' }, one],
      outputs: [
        { ...one, name: 'w.next' },
        { name: 'loss', type: 'float32', dims: [] },
      ],
      initializers: {},
      nodes: [
        { op: 'Mul', name: 'a', inputs: ['w', 'x'], outputs: ['p'], attributes: {} },
        { op: 'ReduceSum', name: 'b', inputs: ['p'], outputs: ['loss'], attributes: { keepdims: { int: 0 } } },
        { op: 'Sub', name: 'c', inputs: ['w', 'x'], outputs: ['w.next'], attributes: {} },
      ],
      metadata: {},
    });
    const fed = { w: floats([2], [3, 1]), x: floats([3, 2], [1, 0, 0, 1, 2, 2]) };
    const { loss, 'w.next': w } = interpret(graph, fed);
    expect([loss?.dims, Array.from(loss?.data ?? [])]).toEqual([[3], [3, 1, 4]]);
    expect(Array.from(w?.data ?? [])).toEqual([0, -2]);
    // 1e39 is no float of 32 bits: the second step has no finite loss, and there is no third.
    const diverging = interpret(graph, { ...fed, x: { type: 'float32', dims: [3, 2], data: [1, 0, 1e39, 1, 2, 2] } });
    expect(diverging.loss?.dims).toEqual([2]);
  });

  it.each<[string, () => Promise<TrainingEngine>]>([
    ['graph', async () => engine()],
    ['eager', () => eagerEngine('wasm')],
  ])('end with the first that leaves the finite numbers, in its state: %s engine', async (_, open) => {
    const diverging = { learningRate: 1e30 };
    const inputs = tinyBatches(1, 12).map((batch, i) => ({ batch, scalars: { ...tinyScalars(i + 1), ...diverging } }));
    const [together, alone] = [await (await open()).start(tinyStep(1)), await (await open()).start(tinyStep(1))];
    const taken = await together.steps(inputs);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(12);
    const finite = taken.map((results) => Object.values(results).every(Number.isFinite));
    expect(finite).toEqual(taken.map((__, i) => i < taken.length - 1));
    for (const one of inputs.slice(0, taken.length)) {
      await alone.steps([one]);
    }
    const [state, expected] = [await together.state(), await alone.state()];
    expect(await sha256(encodeSafetensors(state))).toBe(await sha256(encodeSafetensors(expected)));
    await Promise.all([together.dispose(), alone.dispose()]);
  });

  it('are not taken where a provider has no loop, or the state is large', () => {
    const step = tinyStep(1);
    expect(takesSeveral(step, 'webgpu')).toBe(false);
    const large = { type: 'float32', dims: [2 ** 26 + 1], data: new Float32Array(2 ** 26 + 1) } as const;
    expect(takesSeveral({ ...step, initialState: { large } }, 'cpu')).toBe(false);
  });
});
