import type { StepInputs, StepResults } from './engine.js';

/** Takes steps one after another, up to the first of which a result is no finite number. */
export async function oneByOne(
  inputs: readonly StepInputs[],
  step: (inputs: StepInputs) => Promise<StepResults>,
): Promise<StepResults[]> {
  const taken: StepResults[] = [];
  for (const one of inputs) {
    const results = await step(one);
    taken.push(results);
    if (!Object.values(results).every(Number.isFinite)) {
      break;
    }
  }
  return taken;
}
