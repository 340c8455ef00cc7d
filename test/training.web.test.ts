import { webRuntime } from '@spectrosim/runtime-web';
import { eagerEngine, graphEngine, probeEagerBackends, type StepInputs } from '@spectrosim/training';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TinyTraining, tinyBatches, tinyScalars, tinyStep, tinyTraining } from './tiny-training.setup.js';
import { TOLERANCES } from './tolerances.js';

// As a page does it: a bundler finds files whose names it can read.
setWasmPaths({
  'tfjs-backend-wasm.wasm': new URL(
    '../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
    import.meta.url,
  ).href,
  'tfjs-backend-wasm-simd.wasm': new URL(
    '../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
    import.meta.url,
  ).href,
  'tfjs-backend-wasm-threaded-simd.wasm': new URL(
    '../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
    import.meta.url,
  ).href,
});

// Here all of it is in the page: the tracer and the step too.
describe('20 steps of training in a page', () => {
  let graph: TinyTraining;
  beforeAll(async () => {
    graph = await tinyTraining(graphEngine(webRuntime(), { provider: 'wasm', threads: 1 }));
  });

  it.each(['cpu', 'wasm'] as const)('are the same on ONNX Runtime and on tfjs, %s', async (backend) => {
    const eager = await tinyTraining(await eagerEngine(backend));
    expect(graph.results).toHaveLength(20);
    for (const [t, results] of graph.results.entries()) {
      const [got, wanted] = [eager.results[t]?.loss as number, results.loss as number];
      expect(Math.abs(got - wanted) / wanted, `step ${t + 1}`).toBeLessThanOrEqual(TOLERANCES.losses);
    }
  });

  it('name the value that is not finite first, if it is of the first run: the state before a later one is gone', async () => {
    const step = tinyStep(1);
    const [first, second] = tinyBatches(1, 2).map((batch, i) => ({ batch, scalars: tinyScalars(i + 1) }));
    const cold = { ...(second as StepInputs), scalars: { ...tinyScalars(2), temperature: 0 } };
    const named = async (...runs: StepInputs[][]) => {
      const running = await graphEngine(webRuntime(), { provider: 'wasm', threads: 1 }).start(step);
      for (const run of runs) {
        await running.steps(run);
      }
      const found = await running.firstNotFinite?.(() => step.initialState);
      await running.dispose();
      return found;
    };
    expect(await named([first as StepInputs, cold])).toMatch(/^what \w+ gives at head\./);
    expect(await named([first as StepInputs], [cold])).toBeUndefined();
  });

  it('know that TensorFlow is not there', async () => {
    const probes = await probeEagerBackends();
    expect(probes.map(({ ok }) => ok)).toEqual([false, false, true, true]);
    expect(probes[0]?.found).toMatch(/runs in Node.js only/);
  });
});
