import { SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels } from './wasm-kernels/index.js';
import { putBack, withBackend } from './with-backend.js';

/** What the eager engine can run on, in order of preference. */
export const EAGER_BACKENDS = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'] as const;

/** A backend of the eager engine: TensorFlow on a GPU or on CPUs, tfjs' WebAssembly, or tfjs' plain JavaScript. */
export type EagerBackendName = (typeof EAGER_BACKENDS)[number];

/** A backend that has computed something right. */
export interface EagerBackend {
  readonly name: EagerBackendName;
  /** The name under which tfjs knows it. */
  readonly registered: string;
}

/** Whether a backend is there. */
export interface EagerProbe {
  readonly backend: EagerBackendName;
  readonly ok: boolean;
  /** What was found; or what is missing, with the command that brings it. */
  readonly found: string;
}

/** Imports what a backend needs and gives its name in tfjs' registry. */
const IMPORTS: Readonly<Record<EagerBackendName, () => Promise<string>>> = {
  'tfjs-node-gpu': () => importTensorFlow('tfjs-node-gpu'),
  'tfjs-node': () => importTensorFlow('tfjs-node'),
  async wasm() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    if (inNode() && tf.engine().registry.wasm === undefined) {
      const { wasmFolder } = await import('./node-packages.js');
      setWasmPaths(wasmFolder());
    }
    registerWasmKernels();
    return 'wasm';
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    return 'cpu';
  },
};

/**
 * Opens a backend for the eager engine: imports it, starts it, and runs an operation whose number is checked.
 *
 * @param name the one wanted; without it, the first of {@link EAGER_BACKENDS} that works
 * @throws SpectroSimError `runtime` when the one named does not work, or none does; the message says what is missing and
 * the command that brings it. Another one is never taken in its place.
 * @example
 * ```ts
 * const { name } = await openEagerBackend(); // 'wasm', where no TensorFlow is installed
 * ```
 */
export async function openEagerBackend(name?: EagerBackendName): Promise<EagerBackend> {
  const reasons: string[] = [];
  for (const candidate of name === undefined ? EAGER_BACKENDS : [name]) {
    try {
      return await open(candidate);
    } catch (cause) {
      const text = `The eager engine's backend "${candidate}" is not available: ${reasonOf(cause)}`;
      if (name !== undefined) {
        throw new SpectroSimError('runtime', text, { cause });
      }
      reasons.push(text);
    }
  }
  throw new SpectroSimError('runtime', reasons.join('\n'));
}

/**
 * Tries every backend of the eager engine.
 *
 * Of two installed TensorFlow packages only the first is tried: a process cannot hold both.
 */
export async function probeEagerBackends(): Promise<readonly EagerProbe[]> {
  const probes: EagerProbe[] = [];
  for (const backend of EAGER_BACKENDS) {
    const reason = await open(backend).then(() => undefined, reasonOf);
    probes.push({ backend, ok: reason === undefined, found: reason ?? describeBackend(backend) });
  }
  return probes;
}

/** A backend with the version of tfjs that it belongs to. */
export function describeBackend(name: EagerBackendName): string {
  return `tfjs ${tf.version_core} ${name}`;
}

async function open(name: EagerBackendName): Promise<EagerBackend> {
  // Importing TensorFlow makes it current; starting wasm does too.
  const previous = tf.engine().backendName;
  // tfjs' advertisement of other backends has no place in a program's output.
  tf.enableProdMode();
  try {
    const registered = await IMPORTS[name]();
    if (!(await tf.setBackend(registered))) {
      throw new SpectroSimError('runtime', `tfjs cannot start it: ${await startingError(registered)}`);
    }
    checkProduct(registered);
    return { name, registered };
  } finally {
    putBack(previous);
  }
}

/** Why a backend does not start: tfjs says only that it does not, so it is started once more by itself. */
async function startingError(registered: string): Promise<string> {
  try {
    await tf.findBackendFactory(registered)?.();
    return 'it started at the second try only.';
  } catch (error) {
    return reasonOf(error);
  }
}

/** [1 2 3] · [4 5 6]ᵀ = 32, exactly, in float32. */
function checkProduct(registered: string): void {
  const product = withBackend(registered, () =>
    tf.tidy(() => tf.matMul([[1, 2, 3]], [[4, 5, 6]], false, true).dataSync()[0]),
  );
  if (product !== 32) {
    throw new SpectroSimError('runtime', `it gave ${product} for [1 2 3] · [4 5 6], which is 32.`);
  }
}

function reasonOf(error: unknown): string {
  // Emscripten rejects with a bare object.
  return String((error as { message?: unknown } | null)?.message ?? error);
}

async function importTensorFlow(name: 'tfjs-node' | 'tfjs-node-gpu'): Promise<string> {
  if (!inNode()) {
    throw new SpectroSimError('runtime', 'TensorFlow runs in Node.js only. Name wasm or cpu in a page.');
  }
  const { loadTensorFlow, TENSORFLOW_BACKEND } = await import('./node-packages.js');
  loadTensorFlow(name);
  return TENSORFLOW_BACKEND;
}

function inNode(): boolean {
  return typeof process !== 'undefined' && process.versions?.node !== undefined;
}
