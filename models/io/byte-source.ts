/**
 * Where a file's bytes come from: all at once, a web stream (`file.stream()`, `response.body`),
 * or anything iterable in chunks (`fs.createReadStream`).
 */
export type ByteSource = Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

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

/** A stream's first bytes, at least `least` when there are so many, and the whole stream with them. */
export async function peek(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  least: number,
): Promise<{ head: Uint8Array; chunks: AsyncGenerator<Uint8Array, void, undefined> }> {
  let head: Uint8Array = new Uint8Array(0);
  // A chunk may hold one byte only.
  while (head.length < least) {
    const { done, value } = await chunks.next();
    if (done) {
      break;
    }
    head = head.length === 0 ? value : joinBytes([head, value]);
  }
  return { head, chunks: prepend(head, chunks) };
}

/** Chunks as one array. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

async function* prepend(
  head: Uint8Array,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (head.length > 0) {
      yield head;
    }
    yield* chunks;
  } finally {
    await chunks.return();
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
