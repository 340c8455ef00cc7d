import type * as tf from '@tensorflow/tfjs-core';

/** Tensors and attributes of a call, by tfjs' names. */
export interface WasmKernelCall {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly attrs: Readonly<Record<string, unknown>>;
}

/** A kernel for tfjs' wasm backend, composed of operations that the backend has. What it makes on the way is freed. */
export interface WasmKernel {
  /** The kernel's name in tfjs' registry. */
  readonly name: string;
  /**
   * Computes the result, inside of a `tf.tidy`.
   *
   * @param own the backend's own kernel of this name, where it has one
   */
  compute(call: WasmKernelCall, own: (call: WasmKernelCall) => tf.Tensor): tf.Tensor;
}
