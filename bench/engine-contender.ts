import type { NamedTensors, TensorValue } from '@spectrosim/models';
import { pace, type StepInputs, type TrainingEngine } from '@spectrosim/training';
import type { Contender, TimedStep } from './contender.js';
import type { Workload } from './workload.js';

/** One of this project's engines. */
export interface EngineContender extends Contender {
  /** The same on batches that are drawn meanwhile, as training draws them: as many as are taken, while a run is under way. */
  runFed(steps: number): Promise<readonly TimedStep[]>;
}

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
): Promise<EngineContender> {
  const running = await engine.start(workload.step);
  const { next, took } = pace();
  let t = 0;
  const inputsAt = (at: number, batch: NamedTensors): StepInputs => ({ batch, scalars: workload.scalarsAt(at) });
  const made = (at: number) => inputsAt(at, workload.batches[(at - 1) % workload.batches.length] as NamedTensors);
  // Training draws more by default than this step reads: all of it is drawn, and the step is fed what it reads.
  const drawn = (at: number) => {
    const fed = workload.feed();
    const read = Object.keys(workload.step.sampleBatch).map((name) => [name, fed[name] as TensorValue] as const);
    return inputsAt(at, Object.fromEntries(read));
  };
  /** @param drawing whether every run has as many inputs drawn as it takes; what is left at the end is thrown away */
  const take = async (steps: number, draw: (at: number) => StepInputs, drawing: boolean): Promise<TimedStep[]> => {
    const waiting = Array.from({ length: steps }, (_, i) => draw(t + i + 1));
    const timed: TimedStep[] = [];
    while (timed.length < steps) {
      // The first one alone: it is the one that is not counted.
      const count = timed.length === 0 ? 1 : next(steps - timed.length);
      const start = performance.now();
      const run = running.steps(waiting.splice(0, count));
      for (let i = 0; drawing && i < count; i++) {
        waiting.push(draw(t + steps + i + 1));
      }
      const taken = await run;
      const ms = performance.now() - start;
      took(taken.length, ms);
      t += taken.length;
      timed.push(...taken.map(({ loss }) => ({ ms: ms / taken.length, loss: loss as number })));
    }
    return timed;
  };
  return {
    engine: label,
    description: `${engine.description}${detail}`,
    stepsPerRound,
    run: (steps) => take(steps, made, false),
    runFed: (steps) => take(steps, drawn, true),
    dispose: () => running.dispose(),
  };
}
