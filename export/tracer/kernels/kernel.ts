import type { Recorder, Value } from '../recorder.js';

/** What a tracing kernel is given: symbolic inputs by tfjs name (a list input under `name0`, `name1` …), attributes, the recording. */
export interface KernelCall {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly recorder: Recorder;
}

/** Records what a tfjs kernel computes and returns its symbolic result or results. */
export type TraceKernel = (call: KernelCall) => Value | readonly Value[];

/** Tracing kernels by tfjs kernel name. */
export type TraceKernels = Readonly<Record<string, TraceKernel>>;

/** An input that the kernel always has. */
export function required(call: KernelCall, name: string): Value {
  const value = call.inputs[name];
  if (value === undefined) {
    throw new Error(`kernel input ${name} is absent`);
  }
  return value;
}

/** An axis counted from the front. */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** A tfjs axis attribute (absent, one or several) as axes counted from the front. */
export function axesOf(axis: unknown, rank: number): number[] {
  if (axis === undefined || axis === null) {
    return Array.from({ length: rank }, (_, i) => i);
  }
  return (Array.isArray(axis) ? (axis as number[]) : [axis as number]).map((one) => positiveAxis(one, rank));
}
