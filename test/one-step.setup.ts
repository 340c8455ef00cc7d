import type { NamedTensors } from '@spectrosim/models';
import type { RunningTraining, StepResults } from '@spectrosim/training';

/** Takes one step of a training. */
export async function oneStep(
  running: RunningTraining,
  batch: NamedTensors,
  scalars: Readonly<Record<string, number>>,
): Promise<StepResults> {
  const [results] = await running.steps([{ batch, scalars }]);
  return results as StepResults;
}
