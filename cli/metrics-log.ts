import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import type { TrainingProgress } from '@spectrosim/training';
import { METRICS_FILE } from './checkpoint-folder.js';

/** What is recorded of a step: nothing that another run of the same training would not give. */
export type StepMetrics = Omit<TrainingProgress, 'steps' | 'rate'>;

/** A training's metrics, a line of JSON a step. */
export interface MetricsLog {
  add(progress: TrainingProgress): void;
  steps(): readonly StepMetrics[];
  text(): string;
}

/**
 * Records the metrics of every step, in a file too, line by line, where there is a folder for it.
 *
 * @param folder of checkpoints
 * @param from the step that training goes on from: lines of later steps, which will be taken again, are dropped
 */
export function metricsLog(folder?: string, from = 0): MetricsLog {
  const path = folder === undefined ? undefined : join(folder, METRICS_FILE);
  const kept = path === undefined || from === 0 ? [] : readMetrics(path, from);
  const textOf = (steps: readonly StepMetrics[]) => steps.map((one) => `${JSON.stringify(one)}\n`).join('');
  // A training that never begins leaves no file.
  let begun = false;
  return {
    add({ steps: _, rate: __, ...metrics }) {
      if (path !== undefined && !begun) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, textOf(kept));
        begun = true;
      }
      kept.push(metrics);
      if (path !== undefined) {
        appendFileSync(path, textOf([metrics]));
      }
    },
    steps: () => kept,
    text: () => textOf(kept),
  };
}

/**
 * The lines of the steps that a checkpoint holds; of later ones, the last may be half a line, where a process was killed.
 *
 * @throws SpectroSimError `artifact` when one of them is not there.
 */
function readMetrics(path: string, steps: number): StepMetrics[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, steps);
    const metrics = lines.map((line) => JSON.parse(line) as StepMetrics);
    if (metrics.length === steps && metrics.every(({ step }, i) => step === i + 1)) {
      return metrics;
    }
    throw new Error(`expected the first ${steps} steps, a line each`);
  } catch (cause) {
    throw new SpectroSimError(
      'artifact',
      `${path} does not go with the checkpoint beside it: ${(cause as Error).message}. Restore it, or start anew without --resume.`,
      { cause },
    );
  }
}
