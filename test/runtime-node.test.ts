import { nodeRuntime } from '@spectrosim/runtime-node';
import { describe, expect, it } from 'vitest';
import { affineGraph, floats, sumGraph } from './port-graphs.js';
import { describeGraphRuntime } from './port-suite.js';

for (const threads of [1, 2]) {
  describeGraphRuntime(`runtime-node, cpu, threads = ${threads}`, nodeRuntime(), { provider: 'cpu', threads });
}

describe('runtime-node', () => {
  it.each(['cuda', 'webgpu', 'wasm'] as const)('refuses %s, listing what there is', async (provider) => {
    await expect(nodeRuntime().load(sumGraph(), { provider, threads: 1 })).rejects.toMatchObject({
      code: 'runtime',
      message: `Provider "${provider}" is not available in node. Available: cpu.`,
    });
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
