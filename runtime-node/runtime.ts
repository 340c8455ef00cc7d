import type { GraphRuntime } from '@spectrosim/models';
import { env } from 'onnxruntime-node';
import { loadSession } from './session.js';

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
export function nodeRuntime(): GraphRuntime {
  return { name: 'node', version: env.versions.node ?? env.versions.common, load: loadSession };
}
