import { filled } from './elementwise.js';
import { required, type TraceKernels } from './kernel.js';

/** Klambauer et al. 2017, as tfjs and ONNX have them. */
const SELU = { alpha: 1.6732632423543772, gamma: 1.0507009873554805 } as const;

/** Kernels of activation functions that are more than one elementwise operator everywhere. */
export const ACTIVATIONS: TraceKernels = {
  Elu: (call) => {
    const x = required(call, 'x');
    return call.recorder.elementwise('Elu', [x], x.type, { alpha: { float: 1 } });
  },
  EluGrad: (call) => {
    const { recorder } = call;
    const dy = required(call, 'dy');
    const y = required(call, 'y');
    // Below 0 the slope eˣ is y + 1; above, 1.
    const slope = recorder.elementwise(
      'Add',
      [recorder.elementwise('Min', [y, filled(recorder, 0, y)], y.type), filled(recorder, 1, y)],
      y.type,
    );
    return recorder.elementwise('Mul', [dy, slope], dy.type);
  },
  // ONNX Runtime has no WebGPU kernel for Selu.
  Selu: (call) => {
    const { recorder } = call;
    const x = required(call, 'x');
    const bent = recorder.elementwise('Elu', [x], x.type, { alpha: { float: SELU.alpha } });
    return recorder.elementwise('Mul', [bent, filled(recorder, SELU.gamma, x)], x.type);
  },
  Relu6: (call) => {
    const { recorder } = call;
    const x = required(call, 'x');
    const positive = recorder.elementwise('Relu', [x], x.type);
    return recorder.elementwise('Min', [positive, filled(recorder, 6, x)], x.type);
  },
};
