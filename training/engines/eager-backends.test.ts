import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const require = createRequire(import.meta.url);
const util = require('node:util') as { isNullOrUndefined?: unknown };
const { isNullOrUndefined } = util;
const before = process.cwd();
let project: string;
// Which TensorFlow a process holds is remembered, so each test takes the module anew.
let backends: typeof import('./eager-backends.js');

beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'spectrosim-backends-'));
  process.chdir(project);
  vi.resetModules();
  backends = await import('./eager-backends.js');
});
afterEach(() => {
  process.chdir(before);
  rmSync(project, { recursive: true, force: true });
  if (tf.engine().backendNames().includes('tensorflow')) {
    tf.removeBackend('tensorflow');
  }
  util.isNullOrUndefined = isNullOrUndefined;
});

/** Puts a package where `npm install` in the user's project puts it. */
function install(name: 'tfjs-node' | 'tfjs-node-gpu', script: string, version = '4.22.0'): void {
  const folder = join(project, 'node_modules', '@tensorflow', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: `@tensorflow/${name}`, version, main: 'index.js' }),
  );
  writeFileSync(join(folder, 'index.js'), script);
}

const installed = ['tfjs-node', 'tfjs-node-gpu'].filter((name) => {
  try {
    return require.resolve(`@tensorflow/${name}/package.json`) !== '';
  } catch {
    return false;
  }
});
const why = installed.length === 0 ? '' : ` (skipped: ${installed} is really installed here)`;

/** Registers, as tfjs-node does, a backend "tensorflow": here the plain JavaScript one under that name. */
const standIn = (change = '') => `
  const tf = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-core'))});
  const { MathBackendCPU } = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-backend-cpu'))});
  const util = require('util');
  tf.copyRegisteredKernels('cpu', 'tensorflow');
  ${change}
  tf.registerBackend('tensorflow', () => util.isNullOrUndefined(undefined) && new MathBackendCPU(), 3);
  tf.setBackend('tensorflow');`;

/** What tfjs-node 4.22 says, in its first line, where its install script was not run. */
const NO_BINARY = `throw new Error("The Node.js native addon module (tfjs_binding.node) can not be found at path: /x. \\nPlease run …");`;

describe.skipIf(installed.length > 0)(`openEagerBackend${why}`, () => {
  it('takes the first that works, and says which', async () => {
    expect(await backends.openEagerBackend()).toEqual({ name: 'wasm', registered: 'wasm' });
    install('tfjs-node', standIn());
    expect(await backends.openEagerBackend()).toEqual({ name: 'tfjs-node', registered: 'tensorflow' });
  });

  it.each([
    ['tfjs-node-gpu', 'tfjs-node-gpu is not installed. To bring it: npm install @tensorflow/tfjs-node-gpu@4.22.0.'],
    ['tfjs-node', 'tfjs-node is not installed. To bring it: npm install @tensorflow/tfjs-node@4.22.0.'],
  ] as const)('never takes another than the one named: %s', async (name, message) => {
    await expect(backends.openEagerBackend(name)).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringContaining(message),
    });
  });

  it('names the command for a package without its binary', async () => {
    install('tfjs-node', NO_BINARY);
    await expect(backends.openEagerBackend('tfjs-node')).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(
        /does not load: The Node.js native addon module \(tfjs_binding.node\) can not be found at path: \/x. To bring its binary: npm rebuild @tensorflow\/tfjs-node$/,
      ),
    });
    expect(await backends.openEagerBackend()).toMatchObject({ name: 'wasm' });
  });

  it('refuses a package of another version than tfjs', async () => {
    install('tfjs-node', standIn(), '3.21.1');
    await expect(backends.openEagerBackend('tfjs-node')).rejects.toThrow(
      /of version 3.21.1, tfjs here of 4.22.0. To bring that: npm install @tensorflow\/tfjs-node@4.22.0/,
    );
  });

  it('gives tfjs-node the function that Node.js 23 took away', async () => {
    delete util.isNullOrUndefined;
    install('tfjs-node', standIn());
    expect(await backends.openEagerBackend('tfjs-node')).toMatchObject({ name: 'tfjs-node' });
    expect([undefined, null, 0, ''].map(util.isNullOrUndefined as never)).toEqual([true, true, false, false]);
  });

  it('refuses a backend that computes something wrong', async () => {
    const wrong = `tf.unregisterKernel('BatchMatMul', 'tensorflow'); tf.registerKernel({ ...tf.getKernel('BatchMatMul', 'cpu'),
      backendName: 'tensorflow', kernelFunc: ({ inputs, backend }) => backend.makeTensorInfo([1, 1], 'float32', Float32Array.of(31)) });`;
    install('tfjs-node', standIn(wrong));
    await expect(backends.openEagerBackend('tfjs-node')).rejects.toThrow(/it gave 31 for .* which is 32/);
  });

  it('refuses a GPU package that would compute on the CPU', async () => {
    install('tfjs-node-gpu', standIn());
    await expect(backends.openEagerBackend('tfjs-node-gpu')).rejects.toThrow(/finds no GPU. .*CUDA 11.2 and cuDNN 8.1/);
  });

  it('loads one TensorFlow into a process', async () => {
    install('tfjs-node', standIn());
    install('tfjs-node-gpu', standIn());
    await backends.openEagerBackend('tfjs-node');
    await expect(backends.openEagerBackend('tfjs-node-gpu')).rejects.toThrow(/runs @tensorflow\/tfjs-node already/);
    expect(await backends.openEagerBackend('tfjs-node')).toMatchObject({ name: 'tfjs-node' });
  });

  it('leaves the backend that was, whatever a package makes current', async () => {
    await backends.openEagerBackend('cpu');
    await tf.setBackend('cpu');
    install('tfjs-node', standIn());
    await backends.openEagerBackend('tfjs-node');
    expect(tf.getBackend()).toBe('cpu');
  });
});

describe.skipIf(installed.length > 0)(`probeEagerBackends${why}`, () => {
  it('says for each backend whether it works, and what brings it', async () => {
    install('tfjs-node', NO_BINARY);
    expect(await backends.probeEagerBackends()).toEqual([
      {
        backend: 'tfjs-node-gpu',
        ok: false,
        found: expect.stringContaining('npm install @tensorflow/tfjs-node-gpu@4.22.0'),
      },
      { backend: 'tfjs-node', ok: false, found: expect.stringContaining('npm rebuild @tensorflow/tfjs-node') },
      { backend: 'wasm', ok: true, found: 'tfjs 4.22.0 wasm' },
      { backend: 'cpu', ok: true, found: 'tfjs 4.22.0 cpu' },
    ]);
  });
});
