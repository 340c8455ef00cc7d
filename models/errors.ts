/**
 * What went wrong, for a program. Mapped to exit codes and HTTP statuses in one place each.
 *
 * - `usage`: the command or call is wrong
 * - `input`: a file or spectrum is wrong
 * - `artifact`: a model artifact is damaged, foreign or of another version
 * - `runtime`: a runtime, provider or browser is not available or failed
 * - `graph`: a function cannot be traced, or a graph is malformed
 * - `exists`: an output would overwrite something
 * - `check`: a check that was asked for did not pass
 * - `training`: training cannot go on (a loss that is not finite)
 * - `interrupted`: a person stopped the work, and what was done of it is kept
 * - `unavailable`: a service is full, starting anew or stopping; the same request may succeed later
 */
export type ErrorCode =
  | 'usage'
  | 'input'
  | 'artifact'
  | 'runtime'
  | 'graph'
  | 'exists'
  | 'check'
  | 'training'
  | 'interrupted'
  | 'unavailable';

/**
 * The one error class. Its message says what was wrong, what was got, what was expected and what to do next.
 *
 * @example
 * ```ts
 * throw new SpectroSimError('input', 'spectra.csv:3:7: "abc" is not a number. Expected an intensity or an empty cell.');
 * ```
 */
export class SpectroSimError extends Error {
  override readonly name = 'SpectroSimError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
