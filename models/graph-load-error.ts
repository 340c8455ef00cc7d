import { SpectroSimError } from './errors.js';
import type { Provider } from './runtime.js';

/** What ONNX Runtime says when a node has no kernel on the provider and may not run on the CPU. */
const NOT_WHOLE = /fallback to CPU EP has been explicitly disabled/i;

/** The error for a graph that ONNX Runtime does not load, whichever adapter asked it to. */
export function graphLoadError(provider: Provider, message: string, cause: unknown): SpectroSimError {
  return NOT_WHOLE.test(message)
    ? new SpectroSimError(
        'runtime',
        `Provider "${provider}" lacks a kernel for a node of the graph, and strict loading does not let it run on the CPU. Use another provider, or load without "strict". ONNX Runtime: ${message}`,
        { cause },
      )
    : new SpectroSimError('graph', `ONNX Runtime cannot load the graph: ${message}`, { cause });
}
