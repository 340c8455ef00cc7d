import type { GraphRuntime } from '@spectrosim/models';
import { env } from 'onnxruntime-node';
import { loadSession } from './session.js';
import { withoutSpinning } from './spinning.js';

/** How ONNX Runtime's threads behave in this process. */
export interface NodeRuntimeOptions {
  /**
   * Whether threads that wait for work keep a core busy. It makes a lone run quicker; beside other work, as in a server,
   * it takes the cores away from it.
   *
   * @default true
   */
  readonly spinning?: boolean;
}

/**
 * ONNX Runtime in node, behind the {@link GraphRuntime} port. Runs on the providers `cpu`, `cuda` and `webgpu`; the one
 * that is named is used, or an error says what brings it.
 *
 * `session.run` of onnxruntime-node blocks the event loop while it computes.
 *
 * @example
 * ```ts
 * const session = await nodeRuntime().load(bytes, { provider: 'cpu', threads: 2 });
 * const { embedding } = await session.run({ spectra });
 * await session.dispose();
 * ```
 */
export function nodeRuntime({ spinning = true }: NodeRuntimeOptions = {}): GraphRuntime {
  return {
    name: 'node',
    version: env.versions.node ?? env.versions.common,
    load: (graph, options) => loadSession(graph, options, spinning ? undefined : withoutSpinning),
  };
}
