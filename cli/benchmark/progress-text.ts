import type { PlannedRun } from './plan-runs.js';

/** Time as people say it. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How far a benchmark has come. */
export interface BenchmarkProgress {
  readonly done: readonly PlannedRun[];
  readonly all: readonly PlannedRun[];
  readonly underway: readonly PlannedRun[];
  readonly failed: number;
  readonly seconds: number;
}

/** A line: what is done, under way and left; time by the weight of runs, since some take a hundred times as long. */
export function progressText({ done, all, underway, failed, seconds }: BenchmarkProgress): string {
  const weigh = (runs: readonly PlannedRun[]) => runs.reduce((sum, { weight }) => sum + weight, 0);
  const weight = weigh(done);
  const left = ((weigh(all) - weight) / weight) * seconds;
  const rate = (60 * done.length) / seconds;
  return [
    `${done.length} of ${all.length} runs`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(done.length > 0 ? [`${rate.toFixed(1)} a minute`, `about ${durationText(left)} left`] : []),
    ...underway.map(({ row, seed }) => `${row}, seed ${seed}`),
  ].join(' · ');
}
