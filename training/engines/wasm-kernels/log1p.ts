import * as tf from '@tensorflow/tfjs-core';
import type { WasmKernel } from './wasm-kernel.js';

/**
 * ln(1 + x) without what rounding takes from 1 + x (Higham 2002, problem 1.5); the backend's own one is 0 for every x
 * below 6e-8.
 */
export const log1p: WasmKernel = {
  name: tf.Log1p,
  compute({ inputs }) {
    const { x } = inputs as { x: tf.Tensor };
    const sum = tf.add(x, 1);
    const left = tf.sub(sum, 1);
    const nothing = tf.equal(left, 0);
    const divisor = tf.where(nothing, tf.onesLike(x), left);
    return tf.where(nothing, x, tf.mul(tf.log(sum), tf.div(x, divisor)));
  },
};
