import type { Attributions, ErrorCode, Provider } from '@spectrosim/models';

/** What the inference thread is started with. */
export interface ThreadSetup {
  readonly models: readonly ThreadModel[];
  readonly provider: Provider;
  readonly threads: number;
}

/** An artifact to load, and which one it must be: a folder may have been written anew since the server was started. */
export interface ThreadModel {
  readonly id: string;
  readonly folder: string;
  readonly manifestHash: string;
}

/** A request's share of a run. */
export interface Part {
  /** Its spectra, one after another in the run's rows. */
  readonly rows: number;
  /** Spectra to be embedded, two to be scored, or two to be scored and explained. */
  readonly wants: 'embeddings' | 'score' | 'explanation';
}

/** One run, sent to the thread. */
export interface Run {
  readonly model: string;
  /** Raw intensities on the model's axis, of all parts `[N, L]`. */
  readonly rows: Float32Array<ArrayBuffer>;
  readonly parts: readonly Part[];
}

/** An error on its way between threads. */
export interface SentError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What a part of a run came to. */
export type PartAnswer =
  | { readonly embeddings: Float32Array<ArrayBuffer> }
  | { readonly similarity: number; readonly score: number; readonly attributions?: Attributions }
  | { readonly error: SentError };

/** What the thread says: once when it has loaded or failed to, then once a run. */
export type ThreadMessage =
  | { readonly ready: true }
  | { readonly failed: SentError }
  | { readonly answers: readonly PartAnswer[] };
