import { webRuntime } from '@spectrosim/runtime-web';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sumGraph } from './port-graphs.js';
import { describeGraphRuntime } from './port-suite.js';

// In this order: a page settles its threads when its first graph is loaded.
describe('runtime-web in a fresh page', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(['cpu', 'cuda'] as const)('refuses %s, listing what there is', async (provider) => {
    await expect(webRuntime().load(sumGraph(), { provider, threads: 1 })).rejects.toMatchObject({
      code: 'runtime',
      message: `Provider "${provider}" is none of a page's. Expected one of: wasm, webgpu.`,
    });
  });

  it('refuses 0 threads', async () => {
    await expect(webRuntime().load(sumGraph(), { provider: 'wasm', threads: 0 })).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('refuses threads in a page that is not isolated, naming the headers', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    await expect(webRuntime().load(sumGraph(), { provider: 'wasm', threads: 2 })).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/Cross-Origin-Opener-Policy: same-origin.*Cross-Origin-Embedder-Policy/),
    });
  });
});

describeGraphRuntime('runtime-web, wasm, threads = 1', webRuntime(), { provider: 'wasm', threads: 1 });

describe('runtime-web in a page that runs', () => {
  it('refuses another number of threads', async () => {
    await expect(webRuntime().load(sumGraph(), { provider: 'wasm', threads: 2 })).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/runs wasm on 1 threads.* reload the page/),
    });
  });

  it('has fetched one WebAssembly file', () => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    expect(fetched.filter((path) => path.endsWith('.wasm'))).toEqual([
      expect.stringMatching(/ort-wasm-simd-threaded\.wasm$/),
    ]);
  });
});
