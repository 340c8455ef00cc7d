import { SpectroSimError } from '@spectrosim/models';
import { TRACE_KERNELS } from './kernels/index.js';

/** Where it is said how a kernel is added. */
const PAGE = 'docs/kernels.md';

/** What to call in place of tfjs operations whose gradient cannot be traced. */
const INSTEAD: Readonly<Record<string, string>> = {
  MaxPoolGrad:
    'tf.maxPool cannot be differentiated in a graph: use the layer maxPool1d, which has a gradient of its own.',
  AvgPoolGrad:
    'tf.avgPool cannot be differentiated in a graph: use the layer avgPool1d, which has a gradient of its own.',
  DepthwiseConv2dNative: 'For a convolution channel by channel use the layer conv1d with as many groups as channels.',
  OneHot: 'Compare the indices with tf.range instead, by tf.equal and tf.cast.',
  ArgMax:
    'Indices are 64-bit numbers in ONNX, which WebGPU lacks: the layer topKMask marks the largest in their place.',
};

/** Frames of the tracer and of tfjs, which are not who asked for a kernel. */
const INNER = /[\\/]tfjs[-\w]*[\\/]|@tensorflow|[\\/]tracer[\\/]|node:internal/;

/**
 * What tfjs means when a traced function fails because a kernel is missing; any other error as it is.
 *
 * @param name of the traced function
 */
export function explainMissingKernel(name: string, error: unknown): unknown {
  const { message = '', stack = '' } = error instanceof Error ? error : {};
  const unregistered = /Kernel '([^']+)' not registered for backend/.exec(message)?.[1];
  const unslopable = /gradient function not found for (\w+)/.exec(message)?.[1];
  const kernel = unregistered ?? unslopable;
  if (kernel === undefined) {
    return error;
  }
  const caller = callerOf(stack);
  const problem = unregistered === undefined ? 'for which tfjs has no gradient' : 'which cannot be traced';
  const instead = INSTEAD[kernel] ?? '';
  return new SpectroSimError(
    'graph',
    `"${name}" calls the tfjs kernel ${kernel}${caller === undefined ? '' : ` in ${caller}`}, ${problem}. ${instead === '' ? '' : `${instead} `}How to add one: ${PAGE}. Traceable kernels: ${Object.keys(TRACE_KERNELS).sort().join(', ')}.`,
    { cause: error },
  );
}

/** The innermost named function of a stack that is neither tfjs' nor the tracer's. */
function callerOf(stack: string): string | undefined {
  for (const line of stack.split('\n')) {
    // V8: "    at name (file:1:2)"; Firefox and Safari: "name@file:1:2".
    const [, name, place = ''] =
      /^\s*at (?:async )?(?:new )?([\w$.<>]+) \((.*)\)$/.exec(line) ?? /^([\w$.]+)@(.*)$/.exec(line) ?? [];
    if (name !== undefined && !INNER.test(place)) {
      return name;
    }
  }
  return undefined;
}
