import { SpectroSimError } from '@spectrosim/models';

/** How much runs together and how much may wait. */
export interface RunLimits {
  /** Requests that one graph run answers at most. */
  readonly requests: number;
  /** Spectra in one graph run at most. */
  readonly rows: number;
  /** Requests that may wait for a run. */
  readonly waiting: number;
}

/** 16 requests, which may be 16 pairs, in one run. */
export const RUN_LIMITS: RunLimits = { requests: 16, rows: 32, waiting: 256 };

/** What a request asks of a run. */
export interface QueuedJob {
  readonly model: string;
  /** Spectra in it. */
  readonly rows: number;
  /** All its spectra go into one run: a pair is scored there. */
  readonly whole: boolean;
  /** It shares its run with no other: whoever came with it would wait for it. */
  readonly alone: boolean;
}

/** A share of a job in one run: its spectra from `start` on. */
export interface Piece<Job> {
  readonly job: Job;
  readonly start: number;
  readonly rows: number;
}

/** Jobs in the order in which they came. */
export interface RunQueue<Job> {
  readonly size: number;
  /** @throws SpectroSimError `unavailable` when as many wait as may. */
  add(job: Job): void;
  /** The next run: empty when nothing waits. */
  next(): readonly Piece<Job>[];
  remove(job: Job): void;
  /** Empties the queue. */
  clear(): readonly Job[];
}

/**
 * Decides what runs together. A run is for one model, that of the job which waits longest; jobs of that model join it in
 * their order while there is room. What is left of a job that is larger than the room goes to the end of the queue, so
 * that a request of thousands of spectra holds up a small one by one run and not by all of its own. A job that runs alone is passed
 * by until it is the one that waits longest.
 */
export function createRunQueue<Job extends QueuedJob>(limits: RunLimits = RUN_LIMITS): RunQueue<Job> {
  let waiting: { readonly job: Job; readonly start: number }[] = [];
  return {
    get size() {
      return waiting.length;
    },
    add(job) {
      if (waiting.length >= limits.waiting) {
        throw new SpectroSimError(
          'unavailable',
          `${limits.waiting} requests are waiting already. Try again in a second, or send fewer at once.`,
        );
      }
      waiting.push({ job, start: 0 });
    },
    next() {
      const [oldest, ...others] = waiting;
      if (oldest?.job.alone) {
        waiting = others;
        return [{ job: oldest.job, start: 0, rows: oldest.job.rows }];
      }
      const model = oldest?.job.model;
      const pieces: Piece<Job>[] = [];
      const left: typeof waiting = [];
      const unfinished: typeof waiting = [];
      let room = limits.rows;
      let open = true;
      for (const entry of waiting) {
        const { job, start } = entry;
        const rest = job.rows - start;
        const joins = job.model === model && !job.alone;
        if (joins && (pieces.length === limits.requests || room < (job.whole ? rest : 1))) {
          // Nobody of this model overtakes a job that no longer fits.
          open = false;
        }
        if (!joins || !open) {
          left.push(entry);
          continue;
        }
        const rows = Math.min(rest, room);
        pieces.push({ job, start, rows });
        room -= rows;
        if (rows < rest) {
          unfinished.push({ job, start: start + rows });
        }
      }
      waiting = [...left, ...unfinished];
      return pieces;
    },
    remove(job) {
      waiting = waiting.filter((entry) => entry.job !== job);
    },
    clear() {
      const jobs = waiting.map(({ job }) => job);
      waiting = [];
      return jobs;
    },
  };
}
