import * as tf from '@tensorflow/tfjs-core';
import type { WasmKernel } from './wasm-kernel.js';

/**
 * Einstein's sum: every operand is laid out along all of the equation's letters, the ones it lacks as axes of length 1;
 * their product is summed over the letters that the result lacks.
 */
export const einsum: WasmKernel = {
  name: tf.Einsum,
  compute({ inputs, attrs }) {
    const operands = Object.values(inputs);
    const { allDims, summedDims, idDims } = tf.backend_util.decodeEinsumEquation(
      attrs.equation as string,
      operands.length,
    );
    tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, operands);
    const laidOut = operands.map((operand, i) => {
      const letters = idDims[i] as number[];
      const order = letters.map((_, axis) => axis).sort((a, b) => (letters[a] as number) - (letters[b] as number));
      const shape = allDims.map((_, letter) => {
        const axis = letters.indexOf(letter);
        return axis < 0 ? 1 : (operand.shape[axis] as number);
      });
      return tf.reshape(tf.transpose(operand, order), shape);
    });
    return tf.sum(
      laidOut.reduce((product, operand) => tf.mul(product, operand)),
      summedDims,
    );
  },
};
