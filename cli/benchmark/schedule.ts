/** What a run asks of the machine. */
export interface Demand {
  readonly memoryBytes: number;
  /** Nothing may run beside it. */
  readonly alone: boolean;
}

/** What there is. */
export interface Capacity {
  /** Processes at once. */
  readonly workers: number;
  /** For all of them together. */
  readonly memoryBytes: number;
}

/**
 * The place of the run to start next: the first that there is room for. A run that fits nowhere starts when nothing else runs: to refuse
 * it is up to whoever planned it.
 *
 * @returns `undefined` where what runs must end first
 */
export function nextRun(
  waiting: readonly Demand[],
  underway: readonly Demand[],
  { workers, memoryBytes }: Capacity,
): number | undefined {
  if (underway.length === 0) {
    return waiting.length > 0 ? 0 : undefined;
  }
  if (underway.length >= workers || underway.some(({ alone }) => alone)) {
    return undefined;
  }
  const taken = underway.reduce((sum, one) => sum + one.memoryBytes, 0);
  const place = waiting.findIndex((one) => !one.alone && taken + one.memoryBytes <= memoryBytes);
  return place < 0 ? undefined : place;
}
