import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';
import { MODEL, writeRun } from './serve.setup.js';

const { folder, runHere, remove } = workplace();
const path = (...parts: string[]) => join(folder, ...parts);
beforeAll(() => writeRun(folder));
afterAll(remove);

describe('what serve refuses', () => {
  const fails = async (parameters: readonly string[], status: number, message: RegExp) => {
    const ran = await runHere(['serve', ...parameters]);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/defect of SpectroSim/);
    expect({ status: ran.status, stdout: ran.stdout }).toEqual({ status, stdout: '' });
  };

  it('a port in use, with status 2', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await fails(
      ['--models', MODEL, '--port', `${port}`, '--json'],
      2,
      new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use\\. Choose another with --port`),
    );
    other.close();
  });

  it.each<[string, string[], number, RegExp]>([
    ['no models', [], 2, /required option '--models <folder>'/],
    ['a port that is none', ['--models', MODEL, '--port', '70000'], 2, /port from 0 to 65535/],
    [
      'a host that is not here',
      ['--models', MODEL, '--host', '203.0.113.1', '--port', '0'],
      2,
      /203\.0\.113\.1 is not an address of this machine/,
    ],
    ['--engine', ['--models', MODEL, '--engine', 'graph'], 2, /unknown option '--engine'/],
    ['a folder that is not there', ['--models', 'nowhere'], 3, /nowhere is not a folder that can be read/],
    ['a folder without models', ['--models', 'runs/start-1/new'], 3, /no model in runs\/start-1\/new/],
    ['a provider that is not there', ['--models', MODEL, '--provider', 'wasm'], 4, /"wasm" runs in a page/],
  ])('%s', async (_, parameters, status, message) => {
    await fails(parameters, status, message);
  });

  it.each<[string, string, (bytes: Buffer) => Buffer | string, RegExp]>([
    [
      'a damaged manifest',
      'manifest.json',
      () => '{',
      /in several.broken cannot be served: manifest\.json is not JSON/,
    ],
    [
      'a damaged parity report',
      'parity.json',
      () => '{}',
      /broken cannot be served: parity\.json is not a parity report/,
    ],
    [
      'an altered graph',
      'onnx/model.onnx',
      (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) as number) ^ 1)]),
      /broken cannot be served: onnx\/model\.onnx was altered/,
    ],
  ])('%s beside a whole model, with status 3', async (_, file, alter, message) => {
    cpSync(path(MODEL), path('several/whole'), { recursive: true });
    cpSync(path(MODEL), path('several/broken'), { recursive: true, force: true });
    const broken = path('several/broken', file);
    writeFileSync(broken, alter(existsSync(broken) ? readFileSync(broken) : Buffer.alloc(0)));
    await fails(['--models', 'several'], 3, message);
    rmSync(path('several'), { recursive: true });
  });
});
