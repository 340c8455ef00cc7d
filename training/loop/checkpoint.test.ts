import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { TensorValue } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, type HashParts } from './checkpoint.js';

const weight: TensorValue = { type: 'float32', dims: [2], data: Float32Array.of(1.5, -0) };
const checkpoint: Checkpoint = { step: 2, state: { 'weight.a': weight }, losses: [0.1 + 0.2, 1e-300] };
const training = { data: 'abc', config: { steps: 4, encoder: { name: 'transformer' } }, threads: 2 };
const files = async () => {
  const encoded = await encodeCheckpoint(checkpoint, training);
  return {
    description: encoded['checkpoint.json'] as string,
    state: Buffer.concat(encoded['state.safetensors'] as readonly Uint8Array[]),
  };
};

describe('a checkpoint', () => {
  it('is read as it was written, to the last bit', async () => {
    expect(await decodeCheckpoint('here', await files(), training)).toEqual(checkpoint);
  });

  it('is handed out without a copy of its tensors, and hashed part by part to the same hash', async () => {
    const parts = (await encodeCheckpoint(checkpoint, training))['state.safetensors'] as readonly Uint8Array[];
    expect(parts.map(({ buffer }) => buffer)).toContain(weight.data.buffer);
    const inParts: HashParts = async (...all) => {
      const hash = createHash('sha256');
      all.forEach((part) => void hash.update(part));
      return hash.digest('hex');
    };
    expect(await encodeCheckpoint(checkpoint, training, inParts)).toEqual(await encodeCheckpoint(checkpoint, training));
    expect(await decodeCheckpoint('here', await files(), training, inParts)).toEqual(checkpoint);
  });

  it('of other data and settings is refused in one message that names them all', async () => {
    const other = { data: 'abd', config: { steps: 6, encoder: { name: 'transformer' } }, threads: 2 };
    await expect(decodeCheckpoint('here', await files(), other)).rejects.toMatchObject({
      code: 'usage',
      message: [
        'The checkpoint in here is of another training, which this one cannot go on with:',
        '  data: "abd" here, "abc" in the checkpoint',
        '  config.steps: 6 here, 4 in the checkpoint',
        'Give it the data and settings of that training, or start anew without --resume.',
      ].join('\n'),
    });
  });

  it.each<[string, (one: { description: string; state: Uint8Array }) => { description: string; state: Uint8Array }]>([
    ['no JSON', (one) => ({ ...one, description: '{' })],
    [
      'another version',
      (one) => ({ ...one, description: one.description.replace('"spectrosim": 1', '"spectrosim": 2') }),
    ],
    ['a loss that is gone', (one) => ({ ...one, description: one.description.replace(/,\s*1e-300/, '') })],
    ['a state that ends early', (one) => ({ ...one, state: one.state.slice(0, -4) })],
    [
      'a number changed',
      (one) => ({ ...one, state: one.state.map((byte, i) => (i === one.state.length - 1 ? byte ^ 1 : byte)) }),
    ],
  ])('with %s is refused as damaged', async (_, change) => {
    await expect(decodeCheckpoint('here', change(await files()), training)).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/^The checkpoint in here cannot be used: /),
    });
  });
});
