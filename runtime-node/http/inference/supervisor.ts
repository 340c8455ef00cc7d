import { setTimeout as delay } from 'node:timers/promises';
import type { ThreadSetup } from './messages.js';
import { type InferenceThread, type SpawnWorker, startThread } from './thread.js';

/** How a supervised thread is doing. */
export interface ThreadStatus {
  /** `restarting`: it ended and is started anew. `down`: that failed, and is tried again after a pause. */
  readonly state: 'ok' | 'restarting' | 'down';
  readonly restarts: number;
  /** Why it last ended, or could not be started. */
  readonly lastFailure: string | undefined;
}

/** A thread that is started anew when it ends by itself. */
export interface SupervisedThread {
  /** The thread; `undefined` while there is none. */
  current(): InferenceThread | undefined;
  status(): ThreadStatus;
  close(): Promise<void>;
}

/** Pause before a thread that failed again is started anew, in ms: doubled each time, up to the longest. */
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Starts the thread and keeps one running: a first failure is mended at once, one after another with growing pauses.
 *
 * @param onChange called when the thread is there again, and when it could not be started
 * @throws SpectroSimError what {@link startThread} throws, the first time.
 */
export async function superviseThread(
  setup: ThreadSetup,
  spawn: SpawnWorker | undefined,
  onChange: () => void,
): Promise<SupervisedThread> {
  const closing = new AbortController();
  const { signal } = closing;
  let thread: InferenceThread | undefined;
  let status: ThreadStatus = { state: 'ok', restarts: 0, lastFailure: undefined };

  const start = async () => {
    const started = await startThread(setup, spawn);
    if (signal.aborted) {
      await started.close();
      return;
    }
    thread = started;
    const since = performance.now();
    // Nobody awaits it: it ends when the thread is there again or the server has closed.
    void started.ended.then((why) => mend(why, performance.now() - since > LONGEST_PAUSE_MS));
  };

  let failures = 0;
  const mend = async (why: string, ranLong: boolean) => {
    thread = undefined;
    failures = ranLong ? 0 : failures;
    status = { ...status, state: 'restarting', lastFailure: why };
    while (!signal.aborted) {
      const pause = failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** failures);
      failures++;
      await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
      try {
        await start();
        status = { ...status, state: 'ok', restarts: status.restarts + 1 };
        onChange();
        return;
      } catch (error) {
        status = { ...status, state: 'down', lastFailure: error instanceof Error ? error.message : String(error) };
        onChange();
      }
    }
  };

  await start();
  return {
    current: () => thread,
    status: () => status,
    async close() {
      closing.abort();
      await thread?.close();
    },
  };
}
