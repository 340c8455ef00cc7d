import * as tf from '@tensorflow/tfjs-core';

/**
 * Registers a kernel of ours with the current backend, unless that has it already (the tracer does), and its gradient.
 *
 * @param composed the kernel in operations that every backend has
 */
export function ensureKernel(
  kernelName: string,
  composed: tf.KernelFunc,
  gradient: Omit<tf.GradConfig, 'kernelName'>,
): void {
  if (tf.getGradient(kernelName) === undefined) {
    tf.registerGradient({ kernelName, ...gradient });
  }
  const backendName = tf.getBackend();
  if (tf.getKernel(kernelName, backendName) === undefined) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: (call) => tf.tidy(() => composed(call) as tf.Tensor) });
  }
}
