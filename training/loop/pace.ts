/** Steps taken together last about this long, so that a person sees them go and Ctrl-C is heard. */
const TOGETHER_MS = 1000;

/** More than this save nothing more, and their batches take memory. */
const MOST_TOGETHER = 16;

/** How many steps are taken together; it changes how fast they are and nothing of what they give. */
export interface Pace {
  /** Steps to take next, of so many that are left before something is due. */
  next(left: number): number;
  /** What steps took. */
  took(steps: number, ms: number): void;
}

/** Steps of about a second: one at first, whose time is not known yet. */
export function pace(): Pace {
  let msPerStep = TOGETHER_MS;
  return {
    next: (left) => Math.max(1, Math.min(left, MOST_TOGETHER, Math.floor(TOGETHER_MS / msPerStep))),
    took(steps, ms) {
      msPerStep = ms / steps;
    },
  };
}
