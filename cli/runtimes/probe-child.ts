// A process of its own that tries one provider of onnxruntime-node on the graph from its standard input: a driver may
// crash, or print to the terminal what no caller can catch.
import { argv, stdin, stdout } from 'node:process';
import { buffer } from 'node:stream/consumers';
import { type Provider, SpectroSimError } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { scoresOne } from './probe-graph.js';
import type { ProbeAnswer } from './probe-provider.js';

async function probe(provider: Provider): Promise<ProbeAnswer> {
  const graph = await buffer(stdin);
  try {
    return { works: await scoresOne(nodeRuntime(), graph, { provider, threads: 1, strict: provider !== 'cpu' }) };
  } catch (error) {
    const missing = error instanceof SpectroSimError && error.code === 'runtime';
    return { [missing ? 'absent' : 'broken']: (error as Error).message } as ProbeAnswer;
  }
}

stdout.write(JSON.stringify(await probe(argv[2] as Provider)));
