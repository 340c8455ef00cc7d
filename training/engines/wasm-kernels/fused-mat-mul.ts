import * as tf from '@tensorflow/tfjs-core';
import type { WasmKernel } from './wasm-kernel.js';

/** What a fused product may be followed by. */
const ACTIVATIONS: Readonly<Record<string, (x: tf.Tensor, weights: tf.Tensor, alpha: number) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  sigmoid: (x) => tf.sigmoid(x),
  leakyrelu: (x, _, alpha) => tf.leakyRelu(x, alpha),
  prelu: (x, weights) => tf.prelu(x, weights),
};

/**
 * A product with a bias, taken apart where it is not one plain product of two matrices: there the backend's own kernel
 * gives the last number of the bias to every row but the first.
 */
export const fusedMatMul: WasmKernel = {
  name: tf._FusedMatMul,
  compute(call, own) {
    const { a, b, bias, preluActivationWeights } = call.inputs as Record<string, tf.Tensor> & {
      a: tf.Tensor;
      b: tf.Tensor;
    };
    const { transposeA, transposeB, activation, leakyreluAlpha } = call.attrs as unknown as tf._FusedMatMulAttrs;
    if (!transposeA && !transposeB && a.shape[0] === 1 && b.shape[0] === 1) {
      return own(call);
    }
    const product = tf.matMul(a, b, transposeA, transposeB);
    const activate = ACTIVATIONS[activation];
    if (activate === undefined) {
      throw new Error(`_FusedMatMul has no activation ${activation} on the wasm backend.`);
    }
    return activate(bias ? tf.add(product, bias) : product, preluActivationWeights as tf.Tensor, leakyreluAlpha ?? 0);
  },
};
