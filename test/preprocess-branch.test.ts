import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSafetensors, describeRecipe, type Manifest, parseManifest } from '@spectrosim/models';
import { preprocess, type Rows, scoped } from '@spectrosim/models/graph';
import { writeSpectra } from '@spectrosim/models/io';
import { nodeRuntime, writeFolder } from '@spectrosim/runtime-node';
import { runOnRows, simulate, simulatorParameters } from '@spectrosim/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBareSpectra } from '../cli/input-files.js';
import { workplace } from './command.setup.js';
import { ensembleArtifact } from './ensemble-artifact.setup.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';

const { folder, runHere, write, list, remove } = workplace();
const path = (...parts: string[]) => join(folder, ...parts);
let manifest: Manifest;
let rows: Rows;

beforeAll(async () => {
  const { files } = await ensembleArtifact();
  await writeFolder(path('model'), files);
  manifest = parseManifest(readFileSync(path('model/manifest.json'), 'utf8'));
  const bins = manifest.input.axis.length;
  const set = simulate(simulatorParameters('default', { axis: { bins }, design: { batches: 2 } }), 2);
  write('other.csv', [...writeSpectra(set)].join(''));
  const { names, intensities } = await readBareSpectra(path('other.csv'));
  rows = { count: names.length, bins, data: intensities };
});
afterAll(remove);

const run = (...more: string[]) => runHere(['preprocess', 'other.csv', '--model', 'model', '--threads', '1', ...more]);

describe('preprocess --model with several branches', () => {
  it('shows the one that is named, with its own statistics; the first where none is', async () => {
    const { branches } = manifest;
    expect(branches.length).toBeGreaterThan(1);
    const weights = decodeSafetensors(readFileSync(path('model/weights.safetensors')));
    for (const [i, { preprocessing }] of branches.entries()) {
      const named = i === 0 ? [] : ['--branch', `${i + 1}`];
      const { status, stdout, stderr } = await run(...named, '--out', `${i}.html`, '--csv', `${i}.csv`, '--json');
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({
        preprocessing: describeRecipe(preprocessing),
        model: { folder: 'model', branch: i + 1, branches: branches.length },
      });
      const own = scoped(weights, `branches.${i}.preprocessing`);
      const expected = await runOnRows(nodeRuntime(), ONE_THREAD, (x, w) => preprocess(preprocessing, w, x), rows, own);
      expect((await readBareSpectra(path(`${i}.csv`))).intensities).toEqual(expected);
      expect(readFileSync(path(`${i}.html`), 'utf8')).toContain(`branch ${i + 1} of ${branches.length}`);
    }
  });

  it.each<[string, string[], RegExp]>([
    ['a branch that there is not', ['--branch', '99'], /no branch 99 in model: it has \d, from 1 to \d\./],
    ['no branch', ['--branch', '0'], /integer of at least 1/],
  ])('refuses %s, and writes nothing', async (_, more, message) => {
    const before = list();
    const { status, stderr } = await run(...more, '--out', 'new.html');
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(list()).toEqual(before);
  });

  it('refuses a branch without a model', async () => {
    const { status, stderr } = await runHere(
      'preprocess other.csv --preprocessing snv --branch 2 --out new.html'.split(' '),
    );
    expect(stderr).toMatch(/--branch 2 is of a model/);
    expect(status).toBe(2);
  });
});
