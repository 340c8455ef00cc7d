import { webRuntime } from '@spectrosim/runtime-web';
import { eagerEngine, graphEngine, probeEagerBackends } from '@spectrosim/training';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TinyTraining, tinyTraining } from './tiny-training.setup.js';
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

  it('know that TensorFlow is not there', async () => {
    const probes = await probeEagerBackends();
    expect(probes.map(({ ok }) => ok)).toEqual([false, false, true, true]);
    expect(probes[0]?.found).toMatch(/runs in Node.js only/);
  });
});
