import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openArtifact, sealArtifact } from './artifact.js';
import { bytesOf, MANIFEST as manifest, readFrom } from './artifact.setup.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const files = { 'onnx/model.onnx': bytesOf('graph'), 'README.md': bytesOf('card') };

describe('sealArtifact', () => {
  it("hashes every file but those about a machine (against node's SHA-256)", async () => {
    const sealed = await sealArtifact(manifest, { ...files, 'run.json': bytesOf('{}'), 'parity.json': bytesOf('{}') });
    const written = JSON.parse(new TextDecoder().decode(sealed['manifest.json']));
    expect(written.files).toEqual({
      'README.md': sha256(bytesOf('card')),
      'onnx/model.onnx': sha256(bytesOf('graph')),
    });
    expect(Object.keys(sealed).sort()).toEqual(
      ['README.md', 'manifest.json', 'onnx/model.onnx', 'parity.json', 'run.json'].sort(),
    );
  });

  it('gives the same bytes whatever order the files come in', async () => {
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    const one = await sealArtifact(manifest, files);
    expect((await sealArtifact(manifest, reversed))['manifest.json']).toEqual(one['manifest.json']);
  });
});

describe('openArtifact', () => {
  it('gives back sealed files and the hash of the manifest', async () => {
    const sealed = await sealArtifact(manifest, files);
    const artifact = await openArtifact(readFrom(sealed));
    expect(artifact.manifest).toMatchObject(manifest);
    expect(artifact.manifestHash).toBe(sha256(sealed['manifest.json'] as Uint8Array));
    expect(await artifact.file('README.md')).toEqual(bytesOf('card'));
  });

  it('refuses a folder without a manifest', async () => {
    await expect(openArtifact(readFrom(files))).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringContaining('no manifest.json'),
    });
  });

  it('refuses an altered file, naming both hashes', async () => {
    const sealed = await sealArtifact(manifest, files);
    const artifact = await openArtifact(readFrom({ ...sealed, 'README.md': bytesOf('Card') }));
    await expect(artifact.file('README.md')).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(
        new RegExp(`README.md was altered.*${sha256(bytesOf('Card'))}.*${sha256(bytesOf('card'))}`),
      ),
    });
    expect(await artifact.file('onnx/model.onnx')).toEqual(bytesOf('graph'));
  });

  it.each(['README.md', 'foreign.bin', 'constructor', 'manifest.json'])(
    'refuses %s, absent or not listed',
    async (path) => {
      const { 'README.md': _, ...sealed } = await sealArtifact(manifest, files);
      const artifact = await openArtifact(
        readFrom({ ...sealed, 'foreign.bin': bytesOf('?'), constructor: bytesOf('?') }),
      );
      await expect(artifact.file(path)).rejects.toMatchObject({ code: 'artifact' });
    },
  );

  it('refuses a manifest that no longer fits', async () => {
    await expect(openArtifact(readFrom({ 'manifest.json': bytesOf('{}') }))).rejects.toMatchObject({
      code: 'artifact',
    });
  });
});
