import { type Attributions, SpectroSimError } from '@spectrosim/models';
import type { Part, PartAnswer, Run } from './messages.js';
import type { Piece, QueuedJob } from './run-queue.js';

/** A request's spectra on their way through the queue. */
export interface Job extends QueuedJob {
  /** Raw intensities on the model's axis `[N, L]`. */
  readonly data: Float32Array;
  readonly wants: Part['wants'];
  /** Takes what a run made of a piece of it; `true` when nothing of it is left to run. */
  take(piece: Piece<Job>, answer: PartAnswer): boolean;
  fail(error: unknown): void;
}

/** What two spectra come to. */
export interface PairAnswer {
  readonly similarity: number;
  readonly score: number;
}

/** What two spectra come to, and why. */
export interface ExplainedPair extends PairAnswer {
  readonly attributions: Attributions;
}

/** How a promise is settled. */
export interface Settle<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** Spectra `[N, L]` to be embedded, in as many runs as it takes. */
export function embedJob(of: Pick<Job, 'model' | 'data' | 'rows'>, { resolve, reject }: Settle<Float32Array>): Job {
  let embeddings: Float32Array | undefined;
  let left = of.rows;
  return {
    ...of,
    wants: 'embeddings',
    whole: false,
    alone: false,
    take({ start, rows }, answer) {
      if (!('embeddings' in answer)) {
        reject(errorOf(answer));
        return true;
      }
      const width = answer.embeddings.length / rows;
      embeddings ??= new Float32Array(of.rows * width);
      embeddings.set(answer.embeddings, start * width);
      left -= rows;
      if (left === 0) {
        resolve(embeddings);
      }
      return left === 0;
    },
    fail: reject,
  };
}

/** Two spectra `[2, L]` to be scored, in one run. */
export function pairJob(of: Pick<Job, 'model' | 'data'>, { resolve, reject }: Settle<PairAnswer>): Job {
  return {
    ...of,
    wants: 'score',
    rows: 2,
    whole: true,
    alone: false,
    take(_, answer) {
      if ('score' in answer) {
        resolve(answer);
      } else {
        reject(errorOf(answer));
      }
      return true;
    },
    fail: reject,
  };
}

/** Two spectra `[2, L]` to be explained, in a run of their own: it takes as long as some two hundred comparisons. */
export function explainJob(of: Pick<Job, 'model' | 'data'>, { resolve, reject }: Settle<ExplainedPair>): Job {
  return {
    ...of,
    wants: 'explanation',
    rows: 2,
    whole: true,
    alone: true,
    take(_, answer) {
      if ('attributions' in answer && answer.attributions !== undefined) {
        resolve({ ...answer, attributions: answer.attributions });
      } else {
        reject(errorOf(answer));
      }
      return true;
    },
    fail: reject,
  };
}

/** The pieces of jobs as one run: their rows, one after another. */
export function toRun(pieces: readonly Piece<Job>[]): Run {
  const rowsOf = ({ job, start, rows }: Piece<Job>) => {
    const bins = job.data.length / job.rows;
    return job.data.subarray(start * bins, (start + rows) * bins);
  };
  const parts = pieces.map(rowsOf);
  const rows = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part, at);
    at += part.length;
  }
  return {
    model: (pieces[0] as Piece<Job>).job.model,
    rows,
    parts: pieces.map((piece): Part => ({ rows: piece.rows, wants: piece.job.wants })),
  };
}

function errorOf(answer: PartAnswer): SpectroSimError {
  return 'error' in answer
    ? new SpectroSimError(answer.error.code, answer.error.message)
    : new SpectroSimError('runtime', 'The inference thread answered another question. This is a defect of SpectroSim.');
}
