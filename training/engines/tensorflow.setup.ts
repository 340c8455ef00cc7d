import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** The TensorFlow packages that are really installed beside this one. */
export const INSTALLED = ['tfjs-node', 'tfjs-node-gpu'].filter((name) => {
  try {
    return require.resolve(`@tensorflow/${name}/package.json`) !== '';
  } catch {
    return false;
  }
});

/** What tfjs-node 4.22 says, in its first line, where its install script was not run. */
export const NO_BINARY = `throw new Error("The Node.js native addon module (tfjs_binding.node) can not be found at path: /x. \\nPlease run …");`;

/** A script that registers, as tfjs-node does, a backend "tensorflow": here tfjs' plain JavaScript one under that name. */
export function standIn(change = ''): string {
  return `
  const tf = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-core'))});
  const { MathBackendCPU } = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-backend-cpu'))});
  const util = require('util');
  tf.copyRegisteredKernels('cpu', 'tensorflow');
  ${change}
  tf.registerBackend('tensorflow', () => util.isNullOrUndefined(undefined) && new MathBackendCPU(), 3);
  tf.setBackend('tensorflow');`;
}

/** Puts a package where `npm install` puts it in a user's project. */
export function install(
  project: string,
  name: 'tfjs-node' | 'tfjs-node-gpu',
  script: string,
  version = '4.22.0',
): void {
  const folder = join(project, 'node_modules', '@tensorflow', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: `@tensorflow/${name}`, version, main: 'index.js' }),
  );
  writeFileSync(join(folder, 'index.js'), script);
}
