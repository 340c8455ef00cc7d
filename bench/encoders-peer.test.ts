import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeEncoder, encoderNames } from '@spectrosim/models/graph';
import { expect, it } from 'vitest';
import { peerPython } from './peer-python.js';

const python = peerPython();
const why = 'skipped' in python ? ` (skipped: ${python.skipped})` : '';

it.skipIf('skipped' in python)(`the papers' encoders have as many parameters as PyTorch's modules${why}`, () => {
  const script = fileURLToPath(new URL('./peers/encoders.py', import.meta.url));
  const { command } = python as { readonly command: string };
  const { stdout, stderr, status } = spawnSync(command, [script], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const papers = encoderNames().filter((name) => name.startsWith('paper/'));
  expect(JSON.parse(stdout).parameters).toEqual(
    Object.fromEntries(papers.map((name) => [name, describeEncoder(name, 2080).parameters])),
  );
});
