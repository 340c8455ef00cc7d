import { SpectroSimError } from '@spectrosim/models';

/** Where it is said which kernels there are, and how one is added. */
const PAGE = 'docs/kernels.md';

/** What to call in place of tfjs operations whose gradient cannot be traced. */
const INSTEAD: Readonly<Record<string, string>> = {
  MaxPoolGrad:
    'tf.maxPool cannot be differentiated in a graph: use the layer maxPool1d, which has a gradient of its own.',
  AvgPoolGrad:
    'tf.avgPool cannot be differentiated in a graph: use the layer avgPool1d, which has a gradient of its own.',
  'Conv2D with a dilation': 'The layer conv1d has a gradient of its own, dilated too.',
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
  const dilated = /gradient of (\w+): dilation rates/.exec(message)?.[1];
  const kernel = unregistered ?? unslopable ?? (dilated && `${dilated.replace(/^./, upper)} with a dilation`);
  if (kernel === undefined) {
    return error;
  }
  const caller = callerOf(stack);
  const problem = unregistered === undefined ? 'for which tfjs has no gradient' : 'which cannot be traced';
  const instead = INSTEAD[kernel] ?? '';
  return new SpectroSimError(
    'graph',
    `"${name}" calls the tfjs kernel ${kernel}${caller === undefined ? '' : ` in ${caller}`}, ${problem}. ${instead === '' ? '' : `${instead} `}Which there are, and how to add one: ${PAGE}.`,
    { cause: error },
  );
}

/**
 * Who called, by a stack: the innermost function that is neither tfjs' nor the tracer's nor the engine's own, such as `Array.map`; one
 * without a name as its file and line.
 */
export function callerOf(stack: string): string | undefined {
  for (const line of stack.split('\n')) {
    const { name, place = '' } = frameOf(line);
    if (/:\d+:\d+$/.test(place) && !INNER.test(place)) {
      return name === undefined || name.includes('<') ? lineOf(place) : name;
    }
  }
  return undefined;
}

/** V8: "    at name (file:1:2)" or "    at file:1:2"; Firefox and Safari: "name@file:1:2" or "@file:1:2". */
function frameOf(line: string): { readonly name?: string | undefined; readonly place?: string | undefined } {
  const named = /^\s*at (?:async )?(?:new )?([\w$.<>]+)(?: \[as [\w$]+\])? \((.*)\)$/.exec(line);
  const nameless = /^\s*at (?:async )?(\S.*)$/.exec(line);
  const [, name, place] = named ?? (nameless && ['', undefined, nameless[1]]) ?? /^([\w$./<]*)@(.*)$/.exec(line) ?? [];
  return { name: name === '' ? undefined : name, place };
}

/** "…/encoder.ts:12:3" → "encoder.ts:12" */
function lineOf(place: string): string {
  const [, file, line] = /([^\\/]*?)(?:\?.*)?:(\d+):\d+$/.exec(place) ?? [];
  return `${file}:${line}`;
}

function upper(letter: string): string {
  return letter.toUpperCase();
}
