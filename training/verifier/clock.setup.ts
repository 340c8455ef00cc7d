/** A clock that stands still until time is spent, by hand. */
export interface SpentClock {
  /** Milliseconds. */
  readonly now: () => number;
  spend(seconds: number): void;
}

/** Makes a {@link SpentClock}. */
export function spentClock(): SpentClock {
  let milliseconds = 0;
  return {
    now: () => milliseconds,
    spend(seconds) {
      milliseconds += 1000 * seconds;
    },
  };
}
