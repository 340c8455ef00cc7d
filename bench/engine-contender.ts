import type { TrainingEngine } from '@spectrosim/training';
import type { Contender } from './contender.js';
import type { Workload } from './workload.js';

/**
 * One of this project's engines.
 *
 * @param label its short name in the report
 * @param detail what its own description leaves out
 */
export async function engineContender(
  label: string,
  engine: TrainingEngine,
  workload: Workload,
  stepsPerRound: number,
  detail = '',
): Promise<Contender> {
  const running = await engine.start(workload.step);
  let t = 0;
  return {
    engine: label,
    description: `${engine.description}${detail}`,
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
