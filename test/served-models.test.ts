import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@spectrosim/models';
import { writeFolder } from '@spectrosim/runtime-node';
import { openModels } from '@spectrosim/runtime-node/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyArtifact } from './tiny-artifact.setup.js';

const root = mkdtempSync(join(tmpdir(), 'spectrosim-served-'));
let files: Readonly<Record<string, Uint8Array>>;
beforeAll(async () => {
  ({ files } = await tinyArtifact());
});
afterAll(() => rmSync(root, { recursive: true }));

const rows = [{ runtime: 'node cpu, 1 thread', status: 'pass', embedding: 0, score: 0, flips: 0 }];
const report = (manifest: string) =>
  new TextEncoder().encode(
    JSON.stringify({ manifest, gates: { embedding: 2e-5, embeddingOnGpu: 1e-3, score: 5e-6 }, rows }),
  );

describe('openModels', () => {
  it('opens one artifact by its folder, and every artifact of a folder by name', async () => {
    await writeFolder(join(root, 'all/hoki'), files);
    await writeFolder(join(root, 'all/hake'), files);
    mkdirSync(join(root, 'all/notes'));
    // As an artifact is called while it is being written.
    mkdirSync(join(root, 'all/.cod.1.partial'));
    writeFileSync(join(root, 'all/readme.txt'), '');
    const all = await openModels(join(root, 'all'));
    expect(all.models.map(({ id }) => id)).toEqual(['hake', 'hoki']);
    expect(all.skipped).toEqual(['notes']);
    const one = await openModels(join(root, 'all/hoki/'));
    expect(one.models.map(({ id, axis }) => [id, axis.values.length])).toEqual([['hoki', 260]]);
    expect(one.skipped).toEqual([]);
  });

  it('takes the parity report of this very model, and no other', async () => {
    const hash = await sha256(files['manifest.json'] as Uint8Array);
    await writeFolder(join(root, 'parity/certified'), { ...files, 'parity.json': report(hash) });
    await writeFolder(join(root, 'parity/stale'), { ...files, 'parity.json': report('0'.repeat(64)) });
    const { models } = await openModels(join(root, 'parity'));
    expect(models.map(({ id, parity }) => [id, parity?.rows])).toEqual([
      ['certified', rows],
      ['stale', undefined],
    ]);
    expect(models.map(({ unhashed }) => [...unhashed.keys()])).toEqual([
      ['manifest.json', 'parity.json'],
      ['manifest.json', 'parity.json'],
    ]);
  });

  it('refuses a folder without a model, and one with a damaged one', async () => {
    mkdirSync(join(root, 'empty'));
    await expect(openModels(join(root, 'empty'))).rejects.toMatchObject({ code: 'artifact' });
    await expect(openModels(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'artifact' });
    mkdirSync(join(root, 'damaged/x'), { recursive: true });
    writeFileSync(join(root, 'damaged/x/manifest.json'), '{"spectrosim": 7}');
    await expect(openModels(join(root, 'damaged'))).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/damaged.x cannot be served: The artifact has format version 7/),
    });
  });
});
