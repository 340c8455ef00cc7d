import type { LoadOptions } from '@spectrosim/models';
import type { LadderData, LadderOutcome, LadderRunner } from '@spectrosim/training';
import { type LadderThread, type SpawnWorker, spawnLadderWorker, startLadderThread } from './ladder-thread.js';

/** How ladders are climbed side by side. */
export interface LadderWorkersOptions {
  /** How many at once, at most; at least 1. */
  readonly workers: number;
  /** What each computes with: the provider, and threads of ONNX Runtime, which are part of what decides the bytes. */
  readonly options: LoadOptions;
}

/**
 * Climbs ladders in threads of their own, each with a runtime of its own: what comes out is the same bytes as in one thread. The
 * first error of any ends all, as soon as each comes to its next graph.
 *
 * The runner rejects with SpectroSimError what climbing threw in a thread; `runtime` when a thread ends by itself, out of memory
 * for one, or is not built.
 *
 * @example
 * ```ts
 * const ladders = ladderWorkers({ workers: defaultWorkers(dataset.rows), options: { provider: 'cpu', threads: 2 } });
 * await evaluateVerifier(dataset, protocol, { seed: 1, partitions: 3, run, fitEncoder, ladders });
 * ```
 */
export function ladderWorkers(
  { workers, options }: LadderWorkersOptions,
  spawn: SpawnWorker = spawnLadderWorker,
): LadderRunner {
  return async (data, jobs, onDone) => {
    const ending = new Int32Array(new SharedArrayBuffer(4));
    const setup = { data: shared(data), options, ending };
    const outcomes = new Array<LadderOutcome>(jobs.length);
    // Every thread takes from the same queue.
    const queue = jobs.entries();
    const threads: LadderThread[] = [];
    const work = async (thread: LadderThread) => {
      for (const [number, job] of queue) {
        const outcome = await thread.climb(job);
        outcomes[number] = outcome;
        onDone(outcome);
      }
    };
    try {
      while (threads.length < Math.min(workers, jobs.length)) {
        threads.push(startLadderThread(setup, spawn));
      }
      await Promise.all(threads.map(work));
    } finally {
      Atomics.store(ending, 0, 1);
      await Promise.all(threads.map((thread) => thread.end()));
    }
    return outcomes;
  };
}

/** The data with their rows in memory that all threads read, rather than a copy in each. */
function shared({ rows, groups, axis }: LadderData): LadderData {
  const data = new Float32Array(new SharedArrayBuffer(rows.data.byteLength));
  data.set(rows.data);
  return { rows: { ...rows, data }, groups, axis };
}
