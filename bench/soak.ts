import { nodeRuntime } from '@spectrosim/runtime-node';
import { graphEngine } from '@spectrosim/training';
import { engineContender } from './engine-contender.js';
import { median } from './statistics.js';
import { createWorkload } from './workload.js';

/** Memory of a long training, MB resident, a sample every so many steps. */
export interface SoakReport {
  readonly steps: number;
  readonly every: number;
  readonly residentMb: readonly number[];
  /** The median of the last quarter less that of the second, MB. */
  readonly growthMb: number;
}

const [STEPS, EVERY] = [2000, 50];

/** Takes 2,000 steps of the default encoder at batch 16, fed as training is, and watches the memory of this process. */
export async function benchSoak(threads: number, onSample: (step: number, mb: number) => void): Promise<SoakReport> {
  const workload = createWorkload(16);
  const contender = await engineContender(
    'graph',
    graphEngine(nodeRuntime(), { provider: 'cpu', threads }),
    workload,
    EVERY,
  );
  const residentMb: number[] = [];
  for (let step = EVERY; step <= STEPS; step += EVERY) {
    for (const { loss } of await contender.run(EVERY)) {
      if (!Number.isFinite(loss)) {
        throw new Error(`the loss at about step ${step} is ${loss}`);
      }
    }
    residentMb.push(process.memoryUsage().rss / 2 ** 20);
    onSample(step, residentMb.at(-1) as number);
  }
  await contender.dispose();
  const quarter = residentMb.length / 4;
  return {
    steps: STEPS,
    every: EVERY,
    residentMb,
    // The first quarter warms up: buffers of the optimiser, arenas, compiled code.
    growthMb: median(residentMb.slice(-quarter)) - median(residentMb.slice(quarter, 2 * quarter)),
  };
}

/** A soak for a reader. */
export function soakText({ steps, residentMb, growthMb }: SoakReport): string {
  const [least, most] = [Math.min(...residentMb), Math.max(...residentMb)];
  return `${steps} steps: ${least.toFixed(0)} to ${most.toFixed(0)} MB resident; from the second quarter of the steps to the last, median ${growthMb >= 0 ? '+' : '−'}${Math.abs(growthMb).toFixed(1)} MB.`;
}
