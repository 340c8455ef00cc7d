import * as tf from '@tensorflow/tfjs-core';
import type { WasmKernel } from './wasm-kernel.js';

/** A cast to `bool` says which numbers are not 0; the backend's own one cuts numbers down to bytes. */
export const cast: WasmKernel = {
  name: tf.Cast,
  compute(call, own) {
    const { x } = call.inputs as { x: tf.Tensor };
    return call.attrs.dtype === 'bool' && x.dtype !== 'bool' ? tf.notEqual(x, tf.zeros([], x.dtype)) : own(call);
  },
};
