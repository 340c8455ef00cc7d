import type { GraphRuntime, LoadOptions, ParityDevice } from '@spectrosim/models';

/** A runtime, with provider and threads, that this project promises the same answers on. */
export interface RuntimeTarget {
  /** As reports name it: `node cpu, 2 threads`. */
  readonly name: string;
  /**
   * Opens it, or says why it is not on this machine.
   *
   * @throws SpectroSimError `runtime` when it is there and does not work: that is no absence
   */
  open(): Promise<OpenTarget | AbsentTarget>;
}

/** A target that runs graphs. */
export interface OpenTarget {
  readonly absent?: never;
  readonly runtime: GraphRuntime;
  readonly options: LoadOptions;
  /** Library and version, or the browser's. */
  readonly version: string;
  /** What a GPU provider computes on. */
  readonly device?: ParityDevice;
  close(): Promise<void>;
}

/** A target that this machine does not have. */
export interface AbsentTarget {
  /** What is missing and what brings it. */
  readonly absent: string;
}
