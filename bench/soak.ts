import { median } from './statistics.js';
import { BENCHED_ENCODER, trainWhole } from './whole-training.js';

/** Memory of a long training, MB resident, a sample every so many steps. */
export interface SoakReport {
  readonly steps: number;
  readonly every: number;
  readonly residentMb: readonly number[];
  /** The median of the last quarter less that of the second, MB. */
  readonly growthMb: number;
}

const [STEPS, EVERY] = [2000, 50];

/** A training of 2,000 steps of the default encoder without its residual path at batch 16, as the command does it, whose memory this process watches. */
export async function benchSoak(threads: number, onSample: (step: number, mb: number) => void): Promise<SoakReport> {
  const residentMb: number[] = [];
  // It stops by itself at a number that is none.
  await trainWhole({ encoder: BENCHED_ENCODER, batch: 16, steps: STEPS, threads }, ({ step }) => {
    if (step % EVERY === 0) {
      residentMb.push(process.memoryUsage().rss / 2 ** 20);
      onSample(step, residentMb.at(-1) as number);
    }
  });
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
