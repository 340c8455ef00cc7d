/** Milliseconds of one repetition, over rounds. */
export interface Timing {
  readonly medianMs: number;
  /** A twentieth of the rounds was faster: nearest rank. */
  readonly p5Ms: number;
  /** A twentieth of the rounds was slower: nearest rank. */
  readonly p95Ms: number;
  readonly rounds: number;
  /** Repetitions in a round, whose mean is the round's time. */
  readonly repetitions: number;
}

/** What is timed, and how often. */
export interface TimedRounds {
  /** Does it so many times. What is prepared for it beforehand is no part of its time. */
  readonly run: (repetitions: number) => Promise<void>;
  readonly rounds: number;
  /** No more rounds are begun after so long, once there are {@link FEWEST_ROUNDS}. @default never */
  readonly limitMs?: number;
  /** A round lasts about this long, or one repetition where that is longer: a clock is not read more finely than it goes. */
  readonly roundMs: number;
  readonly mostRepetitions: number;
  /** Told before every round; those of warming up are none. */
  readonly onRound?: (round: number) => void;
  /** @default performance.now */
  readonly now?: () => number;
}

/** What is slow has at least so many rounds. */
const FEWEST_ROUNDS = 5;

/**
 * Times rounds of something, after it is warm: once to make ready what the first run makes, once to learn how many fill a round, and one
 * round that does not count.
 *
 * @example
 * ```ts
 * const { medianMs } = await timeRounds({ run, rounds: 20, roundMs: 250, mostRepetitions: 16 });
 * ```
 */
export async function timeRounds({
  run,
  rounds,
  limitMs = Number.POSITIVE_INFINITY,
  roundMs,
  mostRepetitions,
  onRound,
  now = () => performance.now(),
}: TimedRounds): Promise<Timing> {
  const timed = async (repetitions: number) => {
    const start = now();
    await run(repetitions);
    return (now() - start) / repetitions;
  };
  await run(1);
  const one = await timed(1);
  const repetitions = Math.max(1, Math.min(mostRepetitions, Math.floor(roundMs / one)));
  await run(repetitions);
  const times: number[] = [];
  const began = now();
  for (let round = 1; round <= rounds; round++) {
    if (round > FEWEST_ROUNDS && now() - began > limitMs) {
      break;
    }
    onRound?.(round);
    times.push(await timed(repetitions));
  }
  times.sort((a, b) => a - b);
  return {
    medianMs: middle(times),
    p5Ms: nearestRank(times, 0.05),
    p95Ms: nearestRank(times, 0.95),
    rounds: times.length,
    repetitions,
  };
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2;
}

function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}
