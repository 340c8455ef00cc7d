import type { NamedTensors } from '@spectrosim/models';
import { pace, type TrainingEngine } from '@spectrosim/training';
import type { Contender, TimedStep } from './contender.js';
import type { Workload } from './workload.js';

/**
 * One of this project's engines. It is given several steps at once, as training gives them to it; each counts as an equal part of the
 * time that they took together.
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
  const { next, took } = pace();
  let t = 0;
  return {
    engine: label,
    description: `${engine.description}${detail}`,
    stepsPerRound,
    async run(steps) {
      const timed: TimedStep[] = [];
      while (timed.length < steps) {
        // The first one alone: it is the one that is not counted.
        const count = timed.length === 0 ? 1 : next(steps - timed.length);
        const inputs = Array.from({ length: count }, (_, i) => ({
          batch: workload.batches[(t + i) % workload.batches.length] as NamedTensors,
          scalars: workload.scalarsAt(t + i + 1),
        }));
        const start = performance.now();
        const taken = await running.steps(inputs);
        const ms = performance.now() - start;
        took(taken.length, ms);
        t += taken.length;
        timed.push(...taken.map(({ loss }) => ({ ms: ms / taken.length, loss: loss as number })));
      }
      return timed;
    },
    dispose: () => running.dispose(),
  };
}
