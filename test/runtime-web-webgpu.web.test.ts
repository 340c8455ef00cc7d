import { webgpuAdapter, webRuntime } from '@spectrosim/runtime-web';
import { describe, expect, it } from 'vitest';
import { floats, signGraph } from './port-graphs.js';
import { describeGraphRuntime } from './port-suite.js';

const options = { provider: 'webgpu', threads: 1, strict: true } as const;
const adapter = await webgpuAdapter();
const why = adapter === undefined ? ' (skipped: this browser gives no WebGPU adapter)' : ` on ${adapter.name}`;

describe.skipIf(adapter === undefined)(`webgpu${why}`, () => {
  describeGraphRuntime('runtime-web, webgpu, strict', webRuntime(), options);

  it('refuses a graph with a node that has no WebGPU kernel, when strict', async () => {
    await expect(webRuntime().load(signGraph(), options)).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/"webgpu" lacks a kernel for a node/),
    });
    const lenient = await webRuntime().load(signGraph(), { ...options, strict: false });
    expect(await lenient.run({ x: floats([2], [-3, 5]) })).toEqual({ sign: floats([2], [-1, 1]) });
    await lenient.dispose();
  });

  it('has fetched one WebAssembly file, the one with WebGPU in it', () => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    expect(fetched.filter((path) => path.endsWith('.wasm'))).toEqual([
      expect.stringMatching(/ort-wasm-simd-threaded\.(asyncify|jsep|jspi)\.wasm$/),
    ]);
  });
});
