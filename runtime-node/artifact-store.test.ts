import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertFree, readArtifact, writeFileAtomically, writeFolder } from './artifact-store.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spectrosim-store-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const all = async () => (await readdir(root, { recursive: true })).sort();
const text = (path: string) => readFile(join(root, path), 'utf8');
/** A path that is a file and a folder at once cannot be written. */
const impossible = { a: 'first', 'a/b': 'under a file' };

describe('writeFolder', () => {
  it('writes files, folders of any depth included, and leaves nothing else', async () => {
    await writeFolder(join(root, 'deep/model'), { 'manifest.json': '{}', 'onnx/model.onnx': Uint8Array.of(1, 2) });
    expect(await all()).toEqual(
      ['deep', 'deep/model', 'deep/model/manifest.json', 'deep/model/onnx', 'deep/model/onnx/model.onnx'].map((path) =>
        join(path),
      ),
    );
    expect(new Uint8Array(await readFile(join(root, 'deep/model/onnx/model.onnx')))).toEqual(Uint8Array.of(1, 2));
  });

  it('fills an empty folder', async () => {
    await mkdir(join(root, 'model'));
    await writeFolder(join(root, 'model'), { a: '1' });
    expect(await all()).toEqual(['model', join('model', 'a')]);
  });

  it('refuses a folder that is not empty, and leaves it as it was', async () => {
    await writeFolder(join(root, 'model'), { a: 'old' });
    await expect(writeFolder(join(root, 'model'), { b: 'new' })).rejects.toMatchObject({
      code: 'exists',
      message: expect.stringContaining('--force'),
    });
    expect(await all()).toEqual(['model', join('model', 'a')]);
  });

  it('replaces it whole with overwrite', async () => {
    await writeFolder(join(root, 'model'), { 'manifest.json': 'old', 'run.json': 'gone' });
    await writeFolder(join(root, 'model'), { 'manifest.json': 'new' }, 'manifest.json');
    expect(await all()).toEqual(['model', join('model', 'manifest.json')]);
    expect(await text('model/manifest.json')).toBe('new');
  });

  it('leaves the old folder and nothing partial when writing fails', async () => {
    await writeFolder(join(root, 'model'), { 'manifest.json': 'old' });
    await expect(writeFolder(join(root, 'model'), impossible, 'manifest.json')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/model cannot be written/),
    });
    expect(await all()).toEqual(['model', join('model', 'manifest.json')]);
    expect(await text('model/manifest.json')).toBe('old');
  });

  it('leaves nothing at all when there was nothing', async () => {
    await expect(writeFolder(join(root, 'model'), impossible)).rejects.toMatchObject({ code: 'usage' });
    expect(await all()).toEqual([]);
  });

  it('leaves the old folder when the new one cannot take its place', async () => {
    await writeFolder(join(root, 'model'), { 'manifest.json': 'old' });
    // No files make no temporary folder: the second rename fails after the first has moved the old folder away.
    await expect(writeFolder(join(root, 'model'), {}, 'manifest.json')).rejects.toMatchObject({ code: 'usage' });
    expect(await all()).toEqual(['model', join('model', 'manifest.json')]);
  });

  it.each([
    ['without the mark', { 'thesis.txt': 'years' }, 'thesis.txt'],
    ['with the mark and other things', { 'manifest.json': '{}', 'thesis.txt': 'years' }, 'thesis.txt'],
    ['of another kind', { 'simulation.json': '{}', 'spectra.csv': 'years' }, 'simulation.json, spectra.csv'],
  ])('never replaces a folder %s', async (_, there, named) => {
    await writeFolder(join(root, 'precious'), there);
    await expect(writeFolder(join(root, 'precious'), { a: '1' }, 'manifest.json')).rejects.toMatchObject({
      code: 'exists',
      message: expect.stringContaining(`it holds ${named}`),
    });
    expect(await all()).toHaveLength(1 + Object.keys(there).length);
  });

  it.each([undefined, 'manifest.json'] as const)('refuses a file in its place, replacing %s', async (replace) => {
    await writeFile(join(root, 'model'), 'a file');
    await expect(writeFolder(join(root, 'model'), { a: '1' }, replace)).rejects.toMatchObject({
      code: 'exists',
      message: expect.stringContaining('is not a folder'),
    });
    expect(await text('model')).toBe('a file');
  });
});

describe('assertFree', () => {
  it('takes what is not there, and refuses a folder inside a file', async () => {
    await assertFree(join(root, 'new/model'));
    await writeFile(join(root, 'file'), '');
    await expect(assertFree(join(root, 'file/model'))).rejects.toMatchObject({ code: 'exists' });
  });
});

describe('readArtifact', () => {
  it('reads what is there, and says undefined of what is not, whatever the folder is', async () => {
    await writeFile(join(root, 'file'), 'text');
    expect(new TextDecoder().decode(await readArtifact(root)('file'))).toBe('text');
    expect(await readArtifact(root)('other')).toBeUndefined();
    expect(await readArtifact(join(root, 'nowhere'))('file')).toBeUndefined();
    expect(await readArtifact(join(root, 'file'))('other')).toBeUndefined();
  });

  it.each(['nowhere', 'file'])('says where there is no model: %s', async (folder) => {
    await writeFile(join(root, 'file'), 'text');
    await expect(readArtifact(join(root, folder))('manifest.json')).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringContaining(`There is no model in ${join(root, folder)}`),
    });
  });

  it('refuses a folder where a file should be', async () => {
    await mkdir(join(root, 'manifest.json'));
    await expect(readArtifact(root)('manifest.json')).rejects.toMatchObject({ code: 'artifact' });
  });
});

describe('writeFileAtomically', () => {
  it('replaces a file, and leaves it and nothing partial when it cannot', async () => {
    await writeFileAtomically(join(root, 'parity.json'), '1');
    await writeFileAtomically(join(root, 'parity.json'), '2');
    expect(await all()).toEqual(['parity.json']);
    expect(await text('parity.json')).toBe('2');
    await mkdir(join(root, 'taken'));
    await expect(writeFileAtomically(join(root, 'taken'), '3')).rejects.toThrow();
    expect(await all()).toEqual(['parity.json', 'taken']);
  });
});
