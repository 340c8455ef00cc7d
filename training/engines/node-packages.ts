import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';

/** The packages that bring TensorFlow itself to node. */
export type TensorFlowPackage = 'tfjs-node' | 'tfjs-node-gpu';

/** The name under which both of them register with tfjs. */
export const TENSORFLOW_BACKEND = 'tensorflow';

/** What each wants of the machine, for who has to install it. */
const WANTS: Readonly<Record<TensorFlowPackage, string>> = {
  'tfjs-node': 'Its install script downloads libtensorflow and an add-on for x64.',
  'tfjs-node-gpu': 'Its install script downloads libtensorflow; it needs an NVIDIA GPU with CUDA 11.2 and cuDNN 8.1.',
};

/** Which of them this process has loaded: a process has one TensorFlow. */
let loaded: TensorFlowPackage | undefined;

const here = createRequire(import.meta.url);

/** The folder that holds the `.wasm` files of tfjs' wasm backend, as tfjs wants it: with a separator at its end. */
export function wasmFolder(): string {
  return `${dirname(here.resolve('@tensorflow/tfjs-backend-wasm'))}${sep}`;
}

/**
 * Loads `@tensorflow/tfjs-node` or `-gpu`, looked for beside this package and then from the working directory up, where
 * users install it; it registers the backend {@link TENSORFLOW_BACKEND}.
 *
 * @throws SpectroSimError `runtime` when it is not installed, of another version than tfjs here, has no binary, or is the
 * second of the two; the message holds the command that helps
 */
export function loadTensorFlow(name: TensorFlowPackage): void {
  const full = `@tensorflow/${name}`;
  if (loaded !== undefined && loaded !== name) {
    throw missing(
      `this process runs @tensorflow/${loaded} already, and a process has one TensorFlow. Name that one, or start another process.`,
    );
  }
  const install = `npm install ${full}@${tf.version_core}`;
  const found = find(full);
  if (found === undefined) {
    throw missing(`${full} is not installed. To bring it, run "${install}". ${WANTS[name]}`);
  }
  const version = versionOf(found.file);
  if (version !== tf.version_core) {
    throw missing(
      `${full} is of version ${version}, tfjs here of ${tf.version_core}. To bring that, run "${install}".`,
    );
  }
  restoreIsNullOrUndefined();
  try {
    found.require(full);
  } catch (cause) {
    const [why] = (cause as Error).message.split('\n');
    throw missing(
      `${full} is installed and does not load: ${why?.trim()} To bring its binary, run "npm rebuild ${full}".`,
      cause,
    );
  }
  loaded = name;
  const backend = tf.findBackend(TENSORFLOW_BACKEND) as { isUsingGpuDevice?: boolean } | null;
  if (name === 'tfjs-node-gpu' && backend?.isUsingGpuDevice !== true) {
    // It would compute on the CPU and say nothing.
    throw missing(`${full} is installed and finds no GPU. ${WANTS[name]} For the CPU, name tfjs-node.`);
  }
}

/** Where a package is, and the `require` that finds it. */
function find(full: string): { readonly file: string; readonly require: NodeJS.Require } | undefined {
  for (const require of [here, createRequire(join(process.cwd(), 'package.json'))]) {
    try {
      return { file: require.resolve(`${full}/package.json`), require };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  return undefined;
}

function versionOf(packageFile: string): string {
  return String((JSON.parse(readFileSync(packageFile, 'utf8')) as { version?: unknown }).version);
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node.js 23 took away. */
function restoreIsNullOrUndefined(): void {
  // The CommonJS object: an ES module's namespace is frozen, and tfjs-node asks for this one.
  const util = here('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

function missing(text: string, cause?: unknown): SpectroSimError {
  return new SpectroSimError('runtime', text, { cause });
}
