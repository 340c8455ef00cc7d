import type { ErrorCode, LoadOptions, NamedTensors, ValueInfo } from '@spectrosim/models';
import type { WebgpuAdapter } from '../webgpu-adapter.js';

/** A value, or a SpectroSimError taken apart: an error thrown in a page would lose its code on the way out. */
export type HarnessAnswer<T> =
  | { readonly value: T }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } };

/** A graph loaded in the page; `session` is the handle to name it by. */
export interface HarnessSession {
  readonly session: number;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

/** The `GraphRuntime` port of a page, with handles for sessions and steppers: what can be called from outside it. */
export interface Harness {
  /** The version of ONNX Runtime behind it. */
  readonly version: string;
  /** What WebGPU computes on in this page; nothing when it has none. */
  adapter(): Promise<HarnessAnswer<WebgpuAdapter | undefined>>;
  /** @param url where to fetch the graph's bytes */
  load(url: string, options: LoadOptions): Promise<HarnessAnswer<HarnessSession>>;
  run(session: number, feeds: NamedTensors): Promise<HarnessAnswer<NamedTensors>>;
  release(session: number): Promise<HarnessAnswer<void>>;
  /** Answers the stepper's handle. */
  stepper(session: number, initial: NamedTensors): Promise<HarnessAnswer<number>>;
  step(stepper: number, feeds: NamedTensors): Promise<HarnessAnswer<NamedTensors>>;
  state(stepper: number): Promise<HarnessAnswer<NamedTensors>>;
  releaseStepper(stepper: number): Promise<HarnessAnswer<void>>;
}

/** A call of the harness. */
export type HarnessMethod = Exclude<keyof Harness, 'version'>;

/** Where the page keeps its harness: `globalThis[HARNESS]`. */
export const HARNESS = 'spectrosim';
