import { SpectroSimError } from '../errors.js';
import { chunksOf, peek } from './byte-source.js';

/**
 * The chunks themselves, or unpacked when they begin with gzip's magic bytes, whatever the file is called.
 *
 * The platform's DecompressionStream does it: it is native, checks the checksum, and is in Node 20 and every browser
 * that has WebGPU or WASM threads.
 *
 * @throws SpectroSimError `input` when the gzip data are damaged or cut short.
 */
export async function* gunzipIfNeeded(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  file: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { head, chunks: rejoined } = await peek(chunks, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* rejoined;
    return;
  }
  // A failure of the source must reach the caller as it is; only one of the unpacking is "damaged gzip".
  const failure: { reason?: unknown; met: boolean } = { met: false };
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await rejoined.next();
        if (done) {
          controller.close();
        } else {
          controller.enqueue(value as Uint8Array<ArrayBuffer>);
        }
      } catch (reason) {
        failure.met = true;
        failure.reason = reason;
        controller.error(reason);
      }
    },
    async cancel() {
      await rejoined.return();
    },
  });
  const unpacked = chunksOf(packed.pipeThrough(new DecompressionStream('gzip')));
  try {
    for (;;) {
      const { done, value } = await unpackNext(unpacked, failure, file);
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    await unpacked.return();
  }
}

async function unpackNext(
  unpacked: AsyncGenerator<Uint8Array, void, undefined>,
  failure: { reason?: unknown; met: boolean },
  file: string,
): Promise<IteratorResult<Uint8Array, void>> {
  try {
    return await unpacked.next();
  } catch (cause) {
    if (failure.met) {
      throw failure.reason;
    }
    throw new SpectroSimError(
      'input',
      `${file}: the gzip data are damaged or cut short (${cause instanceof Error ? cause.message : cause}). Expected one complete gzip file. Copy or pack the file again.`,
      { cause },
    );
  }
}
