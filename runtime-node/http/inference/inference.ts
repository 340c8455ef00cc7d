import { type Provider, SpectroSimError } from '@spectrosim/models';
import type { ServedModel } from '../served-models.js';
import {
  type ExplainedPair,
  embedJob,
  explainJob,
  type Job,
  type PairAnswer,
  pairJob,
  type Settle,
  toRun,
} from './jobs.js';
import type { PartAnswer } from './messages.js';
import { createRunQueue } from './run-queue.js';
import { superviseThread, type ThreadStatus } from './supervisor.js';
import type { SpawnWorker } from './thread.js';

/** How the models are run. */
export interface InferenceOptions {
  readonly models: readonly ServedModel[];
  readonly provider: Provider;
  /** Threads of ONNX Runtime for one operator; at least 1. */
  readonly threads: number;
  /**
   * Makes the inference thread.
   *
   * @default the built worker of this package
   */
  readonly spawn?: SpawnWorker;
}

/** How inference is doing. */
export interface InferenceStatus extends Omit<ThreadStatus, 'state'> {
  /** `restarting`: the thread is started anew, requests wait. `down`: it could not be, they are refused. */
  readonly state: ThreadStatus['state'] | 'stopping';
  /** Requests that wait for a run. */
  readonly waiting: number;
  /** Requests in the present run. */
  readonly running: number;
  /** Requests answered since the start. */
  readonly answered: number;
  /** Graph runs since the start: fewer than `answered` when requests came together. */
  readonly runs: number;
}

/** Models in a thread of their own. Requests that come while a run is under way are run together after it. */
export interface Inference {
  readonly provider: Provider;
  readonly threads: number;
  /** Raw intensities on the model's axis `[N, L]` → embeddings `[N, E]`. `signal` gives the request up while it waits. */
  embed(model: ServedModel, data: Float32Array, signal?: AbortSignal): Promise<Float32Array>;
  /** Two spectra on the model's axis `[2, L]` → what the decision is about. */
  compare(model: ServedModel, data: Float32Array, signal?: AbortSignal): Promise<PairAnswer>;
  /** Two spectra on the model's axis `[2, L]` → that, and each bin's part in it. Its graph is loaded when it is first asked for. */
  explain(model: ServedModel, data: Float32Array, signal?: AbortSignal): Promise<ExplainedPair>;
  status(): InferenceStatus;
  /** Says from now on that it is stopping; what comes all the same is still answered. */
  announceStop(): void;
  /** Ends the thread; requests that still wait are refused. */
  close(): Promise<void>;
}

/**
 * Loads models into a thread. Should it end by itself it is started anew: the requests of its run are refused as
 * `unavailable`, those that wait go on waiting.
 *
 * Calls reject with SpectroSimError `input` for spectra that the model cannot take, `unavailable` when the queue is full,
 * the thread ended or the server is stopping.
 *
 * @throws SpectroSimError what `loadModel` throws; `runtime` when the thread cannot be started.
 * @example
 * ```ts
 * const { models } = await openModels('runs');
 * const inference = await startInference({ models, provider: 'cpu', threads: 2 });
 * const { score } = await inference.compare(models[0], rows);
 * await inference.close();
 * ```
 */
export async function startInference({ models, provider, threads, spawn }: InferenceOptions): Promise<Inference> {
  const queue = createRunQueue<Job>();
  let [running, answered, runs] = [0, 0, 0];
  let stopping = false;
  let closed = false;

  const refuseAll = (why: string) => {
    for (const job of queue.clear()) {
      job.fail(new SpectroSimError('unavailable', why));
    }
  };
  const supervised = await superviseThread(
    {
      models: models.map(({ id, folder, artifact }) => ({ id, folder, manifestHash: artifact.manifestHash })),
      provider,
      threads,
    },
    spawn,
    () => {
      if (supervised.status().state === 'down') {
        refuseAll(downText());
      }
      void pump();
    },
  );
  const downText = () => `The models cannot be run: ${supervised.status().lastFailure} Try again later.`;

  /** Runs what waits, one run after another; there is never more than one under way. */
  const pump = async (): Promise<void> => {
    const thread = supervised.current();
    if (thread === undefined || running > 0 || queue.size === 0) {
      return;
    }
    const pieces = queue.next();
    running = pieces.length;
    runs++;
    const answers = await thread.run(toRun(pieces)).catch((error: unknown) => ({ error }));
    pieces.forEach((piece, i) => {
      if ('error' in answers) {
        piece.job.fail(answers.error);
      }
      if ('error' in answers || piece.job.take(piece, answers[i] as PartAnswer)) {
        queue.remove(piece.job);
        answered++;
      }
    });
    running = 0;
    void pump();
  };

  const submit = <Value>(make: (settle: Settle<Value>) => Job, signal: AbortSignal | undefined) =>
    new Promise<Value>((resolve, reject) => {
      signal?.throwIfAborted();
      if (closed) {
        throw new SpectroSimError('unavailable', 'The server has stopped.');
      }
      if (supervised.status().state === 'down') {
        throw new SpectroSimError('unavailable', downText());
      }
      const job = make({ resolve, reject });
      queue.add(job);
      signal?.addEventListener('abort', () => {
        queue.remove(job);
        reject(signal.reason);
      });
      void pump();
    });

  return {
    provider,
    threads,
    embed: async ({ id, axis }, data, signal) =>
      data.length === 0
        ? data
        : submit((settle) => embedJob({ model: id, data, rows: data.length / axis.values.length }, settle), signal),
    compare: ({ id }, data, signal) => submit((settle) => pairJob({ model: id, data }, settle), signal),
    explain: ({ id }, data, signal) => submit((settle) => explainJob({ model: id, data }, settle), signal),
    status() {
      const thread = supervised.status();
      return { ...thread, state: stopping ? 'stopping' : thread.state, waiting: queue.size, running, answered, runs };
    },
    announceStop() {
      stopping = true;
    },
    async close() {
      [stopping, closed] = [true, true];
      await supervised.close();
      refuseAll('The server has stopped.');
    },
  };
}
