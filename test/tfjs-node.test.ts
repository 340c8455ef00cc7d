import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { INSTALLED, install, NO_BINARY, standIn } from '../training/engines/tensorflow.setup.js';

const SCRIPT = fileURLToPath(new URL('./tfjs-node.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spectrosim-tfjs-node-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...parameters: string[]) => spawnSync(process.execPath, [SCRIPT, ...parameters], { encoding: 'utf8' });

const why = INSTALLED.length === 0 ? '' : ` (skipped: ${INSTALLED} is really installed here)`;

// The script is for machines with TensorFlow: here its ways are tried with packages that stand in for it.
describe.skipIf(INSTALLED.length > 0)(`test/tfjs-node.js${why}`, () => {
  it('compares the losses of 20 steps', () => {
    install(folder, 'tfjs-node', standIn());
    const { status, stdout, stderr } = run('--in', folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/eager engine, tfjs 4.22.0 tfjs-node/);
    expect(stdout.match(/^ +\d+ {2}\d\.\d{7} {2}\d\.\d{7} {2}\d\.\de[-+]\d$/gm)).toHaveLength(20);
    expect(stdout).toMatch(/They agree to 0.0001/);
  });

  it('says so when they differ', () => {
    // An exponential that is off by a hundredth at every other number.
    const wrong = `const { Exp, kernelFunc } = { Exp: 'Exp', ...tf.getKernel('Exp', 'cpu') };
      tf.unregisterKernel(Exp, 'tensorflow');
      tf.registerKernel({ kernelName: Exp, backendName: 'tensorflow', kernelFunc: (call) => {
        const y = kernelFunc(call);
        return call.backend.makeTensorInfo(y.shape, y.dtype, call.backend.readSync(y.dataId).map((v, i) => v * (1 + 1e-2 * (i % 2))));
      } });`;
    install(folder, 'tfjs-node', standIn(wrong));
    const { status, stdout } = run('--in', folder);
    expect(stdout).toMatch(/They do NOT agree to 0.0001/);
    expect(status).toBe(1);
  });

  it('says what is missing where TensorFlow is not', () => {
    install(folder, 'tfjs-node', NO_BINARY);
    const { status, stderr } = run('--in', folder);
    expect(stderr).toMatch(/tfjs_binding.node.*npm rebuild @tensorflow\/tfjs-node/);
    expect(status).toBe(4);
    expect(run('--in', folder, '--gpu')).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('npm install @tensorflow/tfjs-node-gpu@4.22.0'),
    });
  });

  it('exits 2 for a wrong call', () => {
    expect(run('--cpu').status).toBe(2);
  });
});
