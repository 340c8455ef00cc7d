import { nodeRuntime } from '@spectrosim/runtime-node';
import { describe, expect, it } from 'vitest';
import { sumGraph } from './port-graphs.js';
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

  it('loads in strict mode: the CPU has nothing to fall back to', async () => {
    const session = await nodeRuntime().load(sumGraph(), { provider: 'cpu', threads: 1, strict: true });
    await session.dispose();
  });
});
