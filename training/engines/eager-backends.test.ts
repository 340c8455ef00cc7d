import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { INSTALLED, install as installIn, NO_BINARY, standIn } from './tensorflow.setup.js';

const util = createRequire(import.meta.url)('node:util') as { isNullOrUndefined?: unknown };
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

const install = (name: 'tfjs-node' | 'tfjs-node-gpu', script: string, version?: string) =>
  installIn(project, name, script, version);
const why = INSTALLED.length === 0 ? '' : ` (skipped: ${INSTALLED} is really installed here)`;

describe.skipIf(INSTALLED.length > 0)(`openEagerBackend${why}`, () => {
  it('takes the first that works, and says which', async () => {
    expect(await backends.openEagerBackend()).toEqual({ name: 'wasm', registered: 'wasm' });
    install('tfjs-node', standIn());
    expect(await backends.openEagerBackend()).toEqual({ name: 'tfjs-node', registered: 'tensorflow' });
  });

  it.each([
    [
      'tfjs-node-gpu',
      'tfjs-node-gpu is not installed. To bring it, run "npm install @tensorflow/tfjs-node-gpu@4.22.0".',
    ],
    ['tfjs-node', 'tfjs-node is not installed. To bring it, run "npm install @tensorflow/tfjs-node@4.22.0".'],
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
        /does not load: The Node.js native addon module \(tfjs_binding.node\) can not be found at path: \/x. To bring its binary, run "npm rebuild @tensorflow\/tfjs-node"\.$/,
      ),
    });
    expect(await backends.openEagerBackend()).toMatchObject({ name: 'wasm' });
  });

  it('refuses a package of another version than tfjs', async () => {
    install('tfjs-node', standIn(), '3.21.1');
    await expect(backends.openEagerBackend('tfjs-node')).rejects.toThrow(
      /of version 3.21.1, tfjs here of 4.22.0. To bring that, run "npm install @tensorflow\/tfjs-node@4.22.0"/,
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

  it('says why a backend does not start', async () => {
    const broken = standIn("tf.registerBackend('tensorflow', () => { throw new Error('no memory left'); });");
    install('tfjs-node', broken);
    await expect(backends.openEagerBackend('tfjs-node')).rejects.toThrow(/tfjs cannot start it: no memory left/);
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

describe.skipIf(INSTALLED.length > 0)(`probeEagerBackends${why}`, () => {
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
