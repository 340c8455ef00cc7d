import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chunksOf } from './byte-source.js';
import { gunzipIfNeeded } from './gunzip.js';

const TEXT = 'm/z,1,2\n'.repeat(5000);
const packed = new Uint8Array(gzipSync(TEXT));

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

async function textOf(chunks: AsyncGenerator<Uint8Array, void, undefined>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of gunzipIfNeeded(chunks, 'x.csv')) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

describe('gunzipIfNeeded', () => {
  it.each([1, 2, 7, 100_000])('unpacks gzip that comes %i bytes at a time', async (size) => {
    expect(await textOf(pieces(packed, size))).toBe(TEXT);
  });

  it('passes other bytes on, however few', async () => {
    expect(await textOf(pieces(new TextEncoder().encode(TEXT), 3))).toBe(TEXT);
    expect(await textOf(chunksOf(Uint8Array.of(65)))).toBe('A');
    expect(await textOf(chunksOf(new Uint8Array(0)))).toBe('');
  });

  it('refuses gzip that is cut short or damaged, naming the file', async () => {
    const damaged = packed.slice();
    damaged[damaged.length - 6] = (damaged[damaged.length - 6] as number) ^ 0xff;
    for (const bytes of [packed.subarray(0, packed.length - 20), damaged]) {
      await expect(textOf(pieces(bytes, 50))).rejects.toMatchObject({
        code: 'input',
        message: expect.stringMatching(/^x\.csv: the gzip data are damaged or cut short/),
      });
    }
  });

  it('passes on the error of a source that fails', async () => {
    const reason = new Error('unplugged');
    async function* failing(): AsyncGenerator<Uint8Array, void, undefined> {
      yield packed.subarray(0, 30);
      throw reason;
    }
    await expect(textOf(failing())).rejects.toBe(reason);
  });

  it('closes the source when the reader stops early', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        yield packed.subarray(0, 30);
        yield* pieces(packed.subarray(30), 1);
      } finally {
        closed = true;
      }
    }
    for await (const _ of gunzipIfNeeded(endless(), 'x.csv')) {
      break;
    }
    expect(closed).toBe(true);
  });
});
