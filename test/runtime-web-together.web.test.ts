import { webgpuAdapter, webRuntime } from '@spectrosim/runtime-web';
import { describe, expect, it } from 'vitest';
import { floats, sumGraph } from './port-graphs.js';

const adapter = await webgpuAdapter();
const why = adapter === undefined ? ' (skipped: this browser gives no WebGPU adapter)' : '';

// ONNX Runtime's WebGPU spins for ever when it is entered again while it waits for the GPU.
describe('calls at the same time', () => {
  for (const [provider, absent, note] of [
    ['wasm', false, ''],
    ['webgpu', adapter === undefined, why],
  ] as const) {
    it.skipIf(absent)(`are answered on ${provider}, loading, running and stopping${note}`, async () => {
      const runtime = webRuntime();
      const load = () => runtime.load(sumGraph(), { provider, threads: 1 });
      const sessions = await Promise.all([load(), load()]);
      const sum = (x: number, i: number) =>
        sessions[i % 2]?.run({ a: floats([1, 2], [x, 1]), b: floats([1, 2], [10, 20]) });
      expect(await Promise.all([1, 2, 3, 4].map(sum))).toEqual(
        [1, 2, 3, 4].map((x) => ({ sum: floats([1, 2], [x + 10, 21]) })),
      );
      await Promise.all(sessions.map((session) => session.dispose()));
    });
  }
});
