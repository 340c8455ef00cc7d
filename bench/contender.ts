/** Something that takes training steps and is timed. */
export interface Contender {
  /** Short name, as in the rows of the report. */
  readonly engine: string;
  /** Version, provider, threads. */
  readonly description: string;
  /** Steps in one round. */
  readonly stepsPerRound: number;
  /** Takes steps one after another. */
  run(steps: number): Promise<readonly TimedStep[]>;
  dispose(): Promise<void>;
}

/** One training step: its wall time in ms and its loss. */
export interface TimedStep {
  readonly ms: number;
  readonly loss: number;
}

/** A contender that is not there, and why. */
export interface Skipped {
  readonly engine: string;
  readonly skipped: string;
}
