import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { SpectroSimError } from '@spectrosim/models';
import type { PartAnswer, Run, ThreadMessage, ThreadSetup } from './messages.js';

/** Makes the thread. */
export type SpawnWorker = (setup: ThreadSetup) => Worker;

/** A thread that has loaded its models. It takes one run at a time. */
export interface InferenceThread {
  /** @throws SpectroSimError `unavailable` when the thread ends before it has answered. */
  run(run: Run): Promise<readonly PartAnswer[]>;
  /** Why the thread ended, once it has. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts the thread and waits until its models are loaded.
 *
 * @throws SpectroSimError what loading threw; `runtime` when the thread cannot be started.
 */
export async function startThread(setup: ThreadSetup, spawn: SpawnWorker = spawnWorker): Promise<InferenceThread> {
  const worker = spawn(setup);
  let crash = 'it ended';
  let listener: { readonly heard: (message: ThreadMessage) => void; readonly gone: () => void } | undefined;
  let gone = false;
  worker.on('message', (message: ThreadMessage) => listener?.heard(message));
  worker.on('error', (error) => {
    crash = error.message;
  });
  const ended = new Promise<string>((resolve) => {
    worker.on('exit', (code) => {
      gone = true;
      resolve(`${crash} (exit code ${code})`);
      listener?.gone();
    });
  });
  const nextMessage = () =>
    new Promise<ThreadMessage | undefined>((resolve) => {
      listener = { heard: resolve, gone: () => resolve(undefined) };
    });

  const first = await nextMessage();
  if (first === undefined || !('ready' in first)) {
    await worker.terminate();
    const { code, message } =
      first !== undefined && 'failed' in first
        ? first.failed
        : ({ code: 'runtime', message: `The inference thread did not start: ${await ended}.` } as const);
    throw new SpectroSimError(code, message);
  }
  return {
    ended,
    async run(run) {
      const next = gone ? undefined : nextMessage();
      worker.postMessage(run, [run.rows.buffer]);
      const message = await next;
      if (message === undefined || !('answers' in message)) {
        throw new SpectroSimError(
          'unavailable',
          `The inference thread ended while it ran this request: ${await ended}. It is started anew. Try again in a second.`,
        );
      }
      return message.answers;
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** The worker as built: a thread runs JavaScript, also where the rest runs from TypeScript sources. */
function spawnWorker(setup: ThreadSetup): Worker {
  let file: string;
  try {
    file = createRequire(import.meta.url).resolve('@spectrosim/runtime-node/inference-worker');
  } catch (cause) {
    throw new SpectroSimError('runtime', 'The inference thread is not built. Run "npm run build" first.', { cause });
  }
  // No flags of this process: under test they resolve packages to TypeScript sources.
  return new Worker(file, { workerData: setup, name: 'spectrosim-inference', execArgv: [] });
}
