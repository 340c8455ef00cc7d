/** Element types that graphs of this project take and give. */
export type ElementType = 'float32' | 'int32' | 'int64' | 'uint8' | 'bool';

/** A dense row-major array with its shape, as it crosses the runtime port. `bool` and `uint8` share `Uint8Array`. */
export type TensorValue =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly type: 'uint8' | 'bool'; readonly dims: readonly number[]; readonly data: Uint8Array };

/** Tensors by the name of the graph's input or output. */
export type NamedTensors = Readonly<Record<string, TensorValue>>;

/** ONNX Runtime execution providers this project knows. */
export type Provider = 'cpu' | 'cuda' | 'webgpu' | 'wasm';

/** How a graph is loaded. */
export interface LoadOptions {
  /** The execution provider; used as named or refused, never replaced. */
  readonly provider: Provider;
  /** Threads for one operator; at least 1. */
  readonly threads: number;
  /**
   * Refuse to load when a node of the graph would fall back from the provider to the CPU.
   *
   * @default false
   */
  readonly strict?: boolean;
}

/** Name, type and shape of a graph's input or output; a string in `dims` is a symbolic dimension. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

/**
 * A loaded graph.
 *
 * `run` refuses `NaN`, `Inf`, unknown or absent inputs and wrong shapes (SpectroSimError `input`). When a feed has an
 * empty batch the graph is not run: outputs come back empty, since some kernels (`TopK`) crash on empty tensors.
 */
export interface GraphSession {
  /** The provider that runs it. */
  readonly provider: Provider;
  readonly threads: number;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  run(feeds: NamedTensors): Promise<NamedTensors>;
  /**
   * Runs the graph again and again over state that stays where the provider keeps it.
   *
   * An input `s` is state when the graph has an output `s.next` ({@link nextStateName}); `initial` must hold exactly the state inputs.
   * It is never written to, but may be read until the first step is done: leave it alone until then.
   */
  stepper(initial: NamedTensors): GraphStepper;
  dispose(): Promise<void>;
}

/** State advanced step by step: `(state, feeds) → (state′, results)`. */
export interface GraphStepper {
  /** One step: the outputs that are not state. */
  step(feeds: NamedTensors): Promise<NamedTensors>;
  /** A copy of the present state, by state input name. */
  state(): Promise<NamedTensors>;
  /** A copy of the state before the last step, where it is still there: a runtime need not keep it, and of the first step none does. */
  before?(): Promise<NamedTensors | undefined>;
  dispose(): Promise<void>;
}

/** The one port to ONNX Runtime; implemented by `runtime-node` and `runtime-web`. */
export interface GraphRuntime {
  /** `node` or `web`. */
  readonly name: string;
  /** The version of ONNX Runtime behind it. */
  readonly version: string;
  /** @throws SpectroSimError `runtime` when the provider is not available; the message lists those that are. */
  load(graph: Uint8Array, options: LoadOptions): Promise<GraphSession>;
}

/** The output that holds the next value of a state input. */
export function nextStateName(state: string): string {
  return `${state}.next`;
}
