import type { z } from 'zod';

/** One piece of the benchmark, whose result is kept: a run that was broken off goes on after the last whole one. */
export interface Part<T> {
  /** Such as `evaluate dims-mtbls79`. */
  readonly name: string;
  /** Seconds it takes on two cores, roughly: for telling how long the rest will take. */
  readonly cost: number;
  /** All that decides the result, apart from the code. */
  readonly settings: object;
  readonly schema: z.ZodType<T>;
  /** @param progress is told which share of the part is done */
  run(progress: (share: number) => void): Promise<T>;
}

/** The part, with more that decides its result: the threads it runs on, a hash of the data it reads. */
export function heldTo<T>(part: Part<T>, conditions: object): Part<T> {
  return { ...part, settings: { ...part.settings, ...conditions } };
}
