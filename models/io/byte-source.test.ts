import { describe, expect, it } from 'vitest';
import { chunksOf } from './byte-source.js';

async function collect(source: Parameters<typeof chunksOf>[0]): Promise<number[]> {
  const bytes: number[] = [];
  for await (const chunk of chunksOf(source)) {
    bytes.push(...chunk);
  }
  return bytes;
}

describe('chunksOf', () => {
  it('takes bytes, web streams and async iterables', async () => {
    async function* iterable() {
      yield Uint8Array.of(1);
      yield Uint8Array.of();
      yield Uint8Array.of(2, 3);
    }
    expect(await collect(Uint8Array.of(1, 2, 3))).toEqual([1, 2, 3]);
    expect(await collect(iterable())).toEqual([1, 2, 3]);
    expect(await collect(new Blob([Uint8Array.of(1, 2, 3)]).stream())).toEqual([1, 2, 3]);
  });

  it('cancels a web stream when reading stops early', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Uint8Array.of(1)),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const chunk of chunksOf(stream)) {
      expect(chunk).toEqual(Uint8Array.of(1));
      break;
    }
    expect(cancelled).toBe(true);
  });
});
