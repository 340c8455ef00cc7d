/**
 * Where a file's bytes come from: all at once, a web stream (`file.stream()`, `response.body`),
 * or anything iterable in chunks (`fs.createReadStream`).
 */
export type ByteSource = Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** How a reader names its file in messages. */
export interface ReadOptions {
  /** The file's name, as the user knows it. */
  readonly name: string;
}

/** The source's chunks in order; empty ones are dropped. A web stream is cancelled when reading stops early. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (source instanceof Uint8Array) {
    if (source.length > 0) {
      yield source;
    }
    return;
  }
  // Not every browser makes a ReadableStream async-iterable, so it is read through its reader.
  for await (const chunk of 'getReader' in source ? readerChunks(source) : source) {
    if (chunk.length > 0) {
      yield chunk;
    }
  }
}

async function* readerChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    if (!ended) {
      // A stream that failed rejects its cancellation with the same reason, which is already on its way up.
      await reader.cancel().catch(() => {});
    }
  }
}
