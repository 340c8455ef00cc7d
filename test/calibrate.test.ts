import { decodeSafetensors, encodeSafetensors, type LoadOptions, sealArtifact, tensorValue } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { calibrateProvider } from '@spectrosim/runtime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyArtifact } from './tiny-artifact.setup.js';

const cpu: LoadOptions = { provider: 'cpu', threads: 1 };
// No provider of any runtime for node is called so.
const absent: LoadOptions = { provider: 'wasm', threads: 1 };

// The port is the same everywhere: node's runtime stands for a page's.
describe('calibrateProvider', () => {
  let files: Readonly<Record<string, Uint8Array>>;
  beforeAll(async () => {
    files = (await tinyArtifact()).files;
  });

  it('hands over the model of the provider that works, and says why another does not', async () => {
    const reads: string[] = [];
    const read = async (path: string) => {
      reads.push(path);
      return files[path];
    };
    const { model, check, trials } = await calibrateProvider(read, nodeRuntime(), [absent, cpu]);
    expect(model.provider).toBe('cpu');
    expect(check).toMatchObject({ status: 'pass', flips: 0 });
    expect(trials).toEqual([
      {
        provider: 'wasm',
        threads: 1,
        outcome: 'unavailable',
        reason: expect.stringMatching(/"wasm" is none of node's/),
      },
      { provider: 'cpu', threads: 1, outcome: 'measured', compareMs: expect.any(Number) },
    ]);
    expect(reads.sort()).toEqual([...new Set(reads)]);
    const row = new Float32Array(model.manifest.input.axis.length).fill(1);
    expect(await model.embed(row)).toHaveLength(model.manifest.embedding);
    await model.dispose();
  });

  it('refuses when none works, with every reason', async () => {
    await expect(calibrateProvider(async (path) => files[path], nodeRuntime(), [absent])).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/^No provider runs this model here\. wasm: Provider "wasm" is none of node's/),
    });
  });

  it('takes no provider whose answers are not the reference’s', async () => {
    const reference = decodeSafetensors(files['reference.safetensors'] as Uint8Array, 'reference.safetensors');
    const { dims, data } = reference.embedding as Extract<typeof reference.embedding, { type: 'float32' }>;
    const altered = {
      ...reference,
      embedding: tensorValue(
        'float32',
        dims,
        data.map((value, i) => (i === 0 ? value + 0.01 : value)),
      ),
    };
    const sealed = await sealArtifact(JSON.parse(new TextDecoder().decode(files['manifest.json'])), {
      ...files,
      'reference.safetensors': encodeSafetensors(altered),
    });
    await expect(calibrateProvider(async (path) => sealed[path], nodeRuntime(), [cpu])).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/cpu: It differs from the model's reference/),
    });
  });

  it('does not take a damaged file for a provider that is not there', async () => {
    const damaged = async (path: string) => (path === 'onnx/model.onnx' ? Uint8Array.of(1, 2) : files[path]);
    await expect(calibrateProvider(damaged, nodeRuntime(), [cpu])).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/onnx\/model\.onnx was altered/),
    });
  });
});
