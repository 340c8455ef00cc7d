import { z } from 'zod';

/** How the learning rate runs over the steps of a training, told apart by `name`; its peak is `learningRate`. */
export const scheduleSchema = z.union([
  z.strictObject({
    name: z.literal('constant'),
    /** Share of the steps in which the rate rises linearly. @default 0 */
    warmUp: z.number().min(0).max(1).default(0),
  }),
  z.strictObject({
    name: z.literal('cosine'),
    /** Share of the steps in which the rate rises linearly; after them it falls as half a cosine. @default 0.1 */
    warmUp: z.number().min(0).max(1).default(0.1),
  }),
  z.strictObject({
    name: z.literal('one-cycle'),
    /** Share of the steps in which the rate rises. @default 0.3 */
    rise: z.number().min(0).max(1).default(0.3),
    /** The first rate is the peak divided by this. @default 25 */
    startDivisor: z.number().min(1).default(25),
    /** The last rate is the first divided by this. @default 10000 */
    endDivisor: z.number().min(1).default(1e4),
  }),
]);

/** One of `constant`, `cosine`, `one-cycle`, with its settings. */
export type Schedule = z.infer<typeof scheduleSchema>;

/** What the learning rate of a step depends on. */
export interface Scheduled {
  /** Of the whole training. */
  readonly steps: number;
  /** The peak. */
  readonly learningRate: number;
  readonly schedule: Schedule;
}

/**
 * The learning rate at a step.
 *
 * - `constant`: the peak, after a linear rise over the warm-up.
 * - `cosine`: the same rise, then half a cosine towards 0 (Loshchilov & Hutter 2017), which the step after the last would reach.
 * - `one-cycle`: from a low rate up to the peak and down to a far lower one, both as half a cosine (Smith & Topin 2018), as PyTorch's
 *   `OneCycleLR` with `total_steps` does. AdamW's β₁ stays as it is; PyTorch moves it unless told otherwise.
 *
 * @param step counted from 1
 */
export function learningRateAt(step: number, { steps, learningRate, schedule }: Scheduled): number {
  if (schedule.name === 'one-cycle') {
    return oneCycleAt(step, steps, learningRate, schedule);
  }
  const rising = Math.round(schedule.warmUp * steps);
  if (step <= rising) {
    return (learningRate * step) / rising;
  }
  return schedule.name === 'constant'
    ? learningRate
    : halfCosine(learningRate, 0, (step - rising - 1) / (steps - rising));
}

function oneCycleAt(
  step: number,
  steps: number,
  peak: number,
  { rise, startDivisor, endDivisor }: Extract<Schedule, { name: 'one-cycle' }>,
): number {
  const start = peak / startDivisor;
  // PyTorch counts steps from 0, and lets the peak fall between two where the rise is no whole number of steps.
  const [at, top, last] = [step - 1, rise * steps - 1, steps - 1];
  if (at <= top) {
    return halfCosine(start, peak, top === 0 ? 1 : at / top);
  }
  return halfCosine(peak, start / endDivisor, (at - top) / (last - top));
}

/** From one value to another as `progress` goes from 0 to 1. */
function halfCosine(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}
