import { type ErrorCode, type LoadOptions, SpectroSimError } from '@spectrosim/models';
import type { LadderData, LadderJob, LadderOutcome } from '@spectrosim/training';

/** What a thread is started with; it is sent one job after another. */
export interface LadderSetup {
  /** Its rows are in memory that all threads share. */
  readonly data: LadderData;
  readonly options: LoadOptions;
  /** In shared memory: 1 once all threads are to end, which they do before they load their next graph. */
  readonly ending: Int32Array;
}

/** What a thread is sent: a job, or that there are no more. */
export type LadderRequest = LadderJob | 'end';

/** What a thread says of a job. */
export type LadderAnswer = { readonly outcome: LadderOutcome } | { readonly failed: SentError };

/** An error on its way between threads: a message for the user by its code, a defect with its stack. */
export type SentError =
  | { readonly code: ErrorCode; readonly message: string }
  | { readonly code?: never; readonly defect: Error };

/** An error as data. */
export function sentError(error: unknown): SentError {
  if (error instanceof SpectroSimError) {
    return { code: error.code, message: error.message };
  }
  return { defect: error instanceof Error ? error : new Error(String(error)) };
}

/** The error that was sent. */
export function errorOf(sent: SentError): Error {
  return sent.code === undefined ? sent.defect : new SpectroSimError(sent.code, sent.message);
}
