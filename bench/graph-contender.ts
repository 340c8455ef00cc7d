import { nodeRuntime } from '@spectrosim/runtime-node';
import { graphEngine } from '@spectrosim/training';
import type { Contender } from './contender.js';
import type { Workload } from './workload.js';

/** The graph engine on onnxruntime-node's CPU provider. */
export async function graphContender(workload: Workload, threads: number, stepsPerRound: number): Promise<Contender> {
  const engine = graphEngine(nodeRuntime(), { provider: 'cpu', threads });
  const running = await engine.start(workload.step);
  let t = 0;
  return {
    engine: 'graph',
    description: engine.description,
    stepsPerRound,
    async run(steps) {
      const timed = [];
      for (let i = 0; i < steps; i++) {
        const batch = workload.batches[t % workload.batches.length];
        t++;
        const start = performance.now();
        const { loss } = await running.step(batch as NonNullable<typeof batch>, workload.scalarsAt(t));
        timed.push({ ms: performance.now() - start, loss: loss as number });
      }
      return timed;
    },
    dispose: () => running.dispose(),
  };
}
