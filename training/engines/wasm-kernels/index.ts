import * as tf from '@tensorflow/tfjs-core';
import { batchMatMul } from './batch-mat-mul.js';
import { cast } from './cast.js';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.js';
import { einsum } from './einsum.js';
import { fusedMatMul } from './fused-mat-mul.js';
import { gather } from './gather.js';
import { log1p } from './log1p.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';
import type { WasmKernel, WasmKernelCall } from './wasm-kernel.js';

const BACKEND = 'wasm';

/** Kernels that the backend lacks, though training uses them and tfjs' cpu backend has them. */
const LACKING: readonly WasmKernel[] = [conv2dBackpropFilter, unsortedSegmentSum, einsum];

/** Kernels that it does slowly or, for some calls, wrongly. */
const REPLACED: readonly WasmKernel[] = [batchMatMul, fusedMatMul, cast, gather, log1p];

let registered = false;

/**
 * Gives tfjs' wasm backend the kernels that it lacks for training, and better ones in place of some of its own. Once a
 * process; `@tensorflow/tfjs-backend-wasm` 4.22 must be imported.
 */
export function registerWasmKernels(): void {
  if (registered) {
    return;
  }
  registered = true;
  for (const kernel of [...LACKING, ...REPLACED]) {
    const own = tf.getKernel(kernel.name, BACKEND) as tf.KernelConfig | undefined;
    if (own !== undefined) {
      tf.unregisterKernel(kernel.name, BACKEND);
    }
    tf.registerKernel(configOf(kernel, own));
  }
}

function configOf({ name, compute }: WasmKernel, own: tf.KernelConfig | undefined): tf.KernelConfig {
  const callOwn = ({ inputs, attrs }: WasmKernelCall): tf.Tensor => {
    if (own === undefined) {
      throw new Error(`tfjs' wasm backend has no kernel ${name} of its own.`);
    }
    const call = { inputs, attrs, backend: tf.backend() } as unknown as Parameters<tf.KernelFunc>[0];
    const result = own.kernelFunc(call) as tf.TensorInfo;
    // A second copy of this package finds the first one's kernels, which give tensors.
    return 'rank' in result ? (result as tf.Tensor) : tf.engine().makeTensorFromTensorInfo(result);
  };
  return {
    kernelName: name,
    backendName: BACKEND,
    // Its own kernel still has to be connected when the backend starts.
    ...(own?.setupFunc && { setupFunc: own.setupFunc }),
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => compute({ inputs, attrs } as unknown as WasmKernelCall, callOwn)),
  };
}
