import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { SpectroSimError } from '@spectrosim/models';
import type { LadderJob, LadderOutcome } from '@spectrosim/training';
import { errorOf, type LadderAnswer, type LadderRequest, type LadderSetup } from './messages.js';

/** Makes the thread. */
export type SpawnWorker = (setup: LadderSetup) => Worker;

/** A thread that climbs ladders, one at a time. */
export interface LadderThread {
  /** @throws SpectroSimError what climbing threw there; `runtime` when the thread ends before it has answered. */
  climb(job: LadderJob): Promise<LadderOutcome>;
  /** Ends it, when it has said what came of its job. */
  end(): Promise<void>;
}

/** Starts a thread. That it cannot be started is said by its first job. */
export function startLadderThread(setup: LadderSetup, spawn: SpawnWorker): LadderThread {
  const worker = spawn(setup);
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', (error) => reject(endedEarly(error.message, error)));
    worker.once('exit', (code) => reject(endedEarly(`exit code ${code}`)));
  });
  const exited = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
  // One that was ended when its work was done is nobody's concern.
  ended.catch(() => undefined);
  return {
    async climb(job) {
      const answered = new Promise<LadderAnswer>((resolve) => void worker.once('message', resolve));
      worker.postMessage(job satisfies LadderRequest);
      const answer = await Promise.race([answered, ended]);
      if ('failed' in answer) {
        throw errorOf(answer.failed);
      }
      return answer.outcome;
    },
    async end() {
      // Not terminated: where that hits a call of ONNX Runtime it aborts the whole process.
      worker.postMessage('end' satisfies LadderRequest);
      await exited;
    },
  };
}

/** The worker as built: a thread runs JavaScript, also where the rest runs from TypeScript sources. */
export function spawnLadderWorker(setup: LadderSetup): Worker {
  // No flags of this process: under test they resolve packages to TypeScript sources.
  return new Worker(workerFile(), { workerData: setup, name: 'spectrosim-ladder', execArgv: [] });
}

/** Where the built worker is, seen from the build and from the sources. */
export function workerFile(): string {
  const path = ['./worker.js', '../dist/ladder-workers/worker.js']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place));
  if (path === undefined) {
    throw new SpectroSimError('runtime', 'The thread that climbs ladders is not built. Run "npm run build" first.');
  }
  return path;
}

function endedEarly(why: string, cause?: Error): SpectroSimError {
  const memory = cause !== undefined && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return new SpectroSimError(
    'runtime',
    `A thread that climbed a ladder ${memory ? 'ran out of memory' : 'ended before it was done'}: ${why}. Nothing was measured. Compute fewer folds side by side: --workers 1 needs the least memory, and takes longest.`,
    { cause },
  );
}
