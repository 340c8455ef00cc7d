import * as tf from '@tensorflow/tfjs-core';

type Kernel = (call: { inputs: tf.NamedTensorInfoMap; attrs: tf.NamedAttrMap; backend: object }) => tf.TensorInfo;

/**
 * Makes matrix products of tfjs' wasm backend as fast as they get.
 *
 * Its own kernel hands only a plain product of two matrices to XNNPACK; a transposed one falls to nested loops 15 times
 * slower. So transposes are carried out first. A stack of products stays with the kernel: taking it apart into plain ones
 * was slower by half again, since XNNPACK prepares its right side anew for each.
 * Call it when the backend is set up.
 */
export function speedUpWasmProducts(): void {
  const backendName = 'wasm';
  const plain = tf.getKernel('BatchMatMul', backendName).kernelFunc as unknown as Kernel;
  const backend = tf.backend();
  tf.unregisterKernel('BatchMatMul', backendName);
  tf.registerKernel({
    kernelName: 'BatchMatMul',
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
      const a = transposeA ? swapLast(inputs.a as tf.Tensor) : (inputs.a as tf.Tensor);
      const b = transposeB ? swapLast(inputs.b as tf.Tensor) : (inputs.b as tf.Tensor);
      const product = plain({ inputs: { a, b }, attrs: { transposeA: false, transposeB: false }, backend });
      tf.dispose([...(transposeA ? [a] : []), ...(transposeB ? [b] : [])]);
      return product;
    },
  });
}

/** A matrix or a stack of them, transposed in memory. */
function swapLast(x: tf.Tensor): tf.Tensor {
  const rank = x.rank;
  return tf.transpose(
    x,
    x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
  );
}
