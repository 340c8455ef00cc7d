import * as tf from '@tensorflow/tfjs-core';

type Kernel = (call: { inputs: tf.NamedTensorInfoMap; attrs: tf.NamedAttrMap; backend: object }) => tf.TensorInfo;

/**
 * Makes matrix products of tfjs' wasm backend as fast as they get.
 *
 * Its own kernel hands only a plain product of two matrices to XNNPACK; a transposed or stacked one falls to nested loops
 * 15 times slower. So transposes are carried out first, and a stack becomes one plain product a matrix.
 * Call it when the backend is set up.
 */
export function speedUpWasmProducts(): void {
  const backendName = 'wasm';
  const config = tf.getKernel('BatchMatMul', backendName);
  const plain = config.kernelFunc as unknown as Kernel;
  const backend = tf.backend();
  const product = (a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D => {
    const info = plain({ inputs: { a, b }, attrs: { transposeA: false, transposeB: false }, backend });
    return tf
      .engine()
      .makeTensorFromDataId(info.dataId, info.shape, info.dtype, backend as tf.KernelBackend) as tf.Tensor3D;
  };
  tf.unregisterKernel('BatchMatMul', backendName);
  tf.registerKernel({
    kernelName: 'BatchMatMul',
    backendName,
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => {
        const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
        const a = stackOf(inputs.a as tf.Tensor, transposeA);
        const b = stackOf(inputs.b as tf.Tensor, transposeB);
        const shape = [...(inputs.a as tf.Tensor).shape.slice(0, -2), a.shape[1], b.shape[2]];
        if (a.shape[0] === 1 && b.shape[0] === 1) {
          return tf.reshape(product(a, b), shape);
        }
        const [left, right] = [a, b].map((stack) => tf.split(stack, stack.shape[0])) as [tf.Tensor3D[], tf.Tensor3D[]];
        return tf.reshape(tf.concat(left.map((matrix, i) => product(matrix, right[i] as tf.Tensor3D))), shape);
      }),
  });
}

/** A tensor as a stack of matrices `[S, rows, columns]`, transposed in memory where that is asked for. */
function stackOf(x: tf.Tensor, transpose: boolean): tf.Tensor3D {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const stack = tf.reshape(x, [-1, rows, columns]) as tf.Tensor3D;
  return transpose ? tf.transpose(stack, [0, 2, 1]) : stack;
}
