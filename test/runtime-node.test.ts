import { nodeRuntime } from '@spectrosim/runtime-node';
import { describe, expect, it } from 'vitest';
import { affineGraph, floats, signGraph, sumGraph } from './port-graphs.js';
import { describeGraphRuntime } from './port-suite.js';
import { absence } from './provider-here.setup.js';

for (const threads of [1, 2]) {
  describeGraphRuntime(`runtime-node, cpu, threads = ${threads}`, nodeRuntime(), { provider: 'cpu', threads });
}

const onWebgpu = { provider: 'webgpu', threads: 1, strict: true } as const;
const noWebgpu = await absence(nodeRuntime(), onWebgpu);
describe.skipIf(noWebgpu !== undefined)(`webgpu${noWebgpu === undefined ? '' : ` (skipped: ${noWebgpu})`}`, () => {
  describeGraphRuntime('runtime-node, webgpu, strict', nodeRuntime(), onWebgpu);

  it('refuses a graph with a node that has no WebGPU kernel, when strict', async () => {
    await expect(nodeRuntime().load(signGraph(), onWebgpu)).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/"webgpu" lacks a kernel for a node/),
    });
    const lenient = await nodeRuntime().load(signGraph(), { ...onWebgpu, strict: false });
    expect(await lenient.run({ x: floats([2], [-3, 5]) })).toEqual({ sign: floats([2], [-1, 1]) });
    await lenient.dispose();
  });
});

const onCuda = { provider: 'cuda', threads: 1, strict: true } as const;
const noCuda = await absence(nodeRuntime(), onCuda);
describe.skipIf(noCuda !== undefined)(`cuda${noCuda === undefined ? '' : ` (skipped: ${noCuda})`}`, () => {
  describeGraphRuntime('runtime-node, cuda', nodeRuntime(), onCuda);
});

describe('runtime-node', () => {
  it('refuses wasm, listing what there is', async () => {
    await expect(nodeRuntime().load(sumGraph(), { provider: 'wasm', threads: 1 })).rejects.toMatchObject({
      code: 'runtime',
      message: 'Provider "wasm" is none of node\'s. Expected one of: cpu, cuda, webgpu.',
    });
  });

  it.skipIf(noCuda === undefined)('refuses cuda where it is not, with the command that brings it', () => {
    expect(noCuda).toMatch(/Provider "cuda" is not available: .*install\.js --onnxruntime-node-install/);
  });

  it.each([0, 1.5, Number.NaN])('refuses %s threads', async (threads) => {
    await expect(nodeRuntime().load(sumGraph(), { provider: 'cpu', threads })).rejects.toMatchObject({ code: 'usage' });
  });

  it('lets threads sleep between runs when told not to spin', async () => {
    const cpuMsPerRun = async (spinning: boolean) => {
      const graph = affineGraph(new Float32Array(512 * 512).fill(0.5), new Float32Array(512));
      const session = await nodeRuntime({ spinning }).load(graph, { provider: 'cpu', threads: 2 });
      const x = floats([64, 512], new Float32Array(64 * 512).fill(1));
      await session.run({ x });
      const before = process.cpuUsage();
      for (let i = 0; i < 10; i++) {
        await session.run({ x });
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      const { user, system } = process.cpuUsage(before);
      await session.dispose();
      return (user + system) / 1e4;
    };
    // A thread that spins waits some 20 ms with the core at full; one that sleeps costs nothing.
    expect(await cpuMsPerRun(false)).toBeLessThan(0.6 * (await cpuMsPerRun(true)));
  });

  it('loads in strict mode: the CPU has nothing to fall back to', async () => {
    const session = await nodeRuntime().load(sumGraph(), { provider: 'cpu', threads: 1, strict: true });
    await session.dispose();
  });
});
