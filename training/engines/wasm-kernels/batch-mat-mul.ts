import * as tf from '@tensorflow/tfjs-core';
import { swapLast } from './swap-last.js';
import type { WasmKernel } from './wasm-kernel.js';

/**
 * A product with transposes, as explicit transposes and a plain product.
 *
 * The backend hands only a plain product of two matrices to XNNPACK; a transposed one falls to nested loops 15 times
 * slower. A stack of products stays with its kernel: taking it apart into plain ones was slower by half again, since
 * XNNPACK prepares its right side anew for each.
 */
export const batchMatMul: WasmKernel = {
  name: tf.BatchMatMul,
  compute({ inputs, attrs }, own) {
    const { a, b } = inputs as { a: tf.Tensor; b: tf.Tensor };
    const plain = {
      a: attrs.transposeA === true ? swapLast(a) : a,
      b: attrs.transposeB === true ? swapLast(b) : b,
    };
    return own({ inputs: plain, attrs: { transposeA: false, transposeB: false } });
  },
};
