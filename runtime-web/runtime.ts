import type { GraphRuntime } from '@spectrosim/models';
import { env } from 'onnxruntime-common';
import type { WasmPaths } from './page-settings.js';
import { loadSession } from './session.js';
import { inTurn } from './turns.js';

/** How ONNX Runtime is set up in a page. */
export interface WebRuntimeOptions {
  /**
   * Where the `.wasm` is, when a bundler has not put it beside the script.
   *
   * @default beside the script
   */
  readonly wasmPaths?: WasmPaths;
}

/**
 * ONNX Runtime in a page, behind the {@link GraphRuntime} port. Runs on the providers `wasm` and
 * `webgpu`, each with a bundle of its own that is fetched when it is first asked for.
 *
 * Threads are a setting of a whole bundle, fixed when its first graph is loaded; more than one needs a cross-origin
 * isolated page.
 *
 * @example
 * ```ts
 * const session = await webRuntime().load(bytes, { provider: 'wasm', threads: 1 });
 * const { embedding } = await session.run({ spectra });
 * await session.dispose();
 * ```
 */
export function webRuntime({ wasmPaths }: WebRuntimeOptions = {}): GraphRuntime {
  return {
    name: 'web',
    // The bundle with the version of its own is fetched later; all parts of ONNX Runtime are pinned to one version.
    version: env.versions.common,
    load: (graph, options) => inTurn(options.provider, () => loadSession(graph, options, wasmPaths)),
  };
}
