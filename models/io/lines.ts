import { type ByteSource, chunksOf } from './byte-source.js';
import { fileError } from './file-error.js';
import { gunzipIfNeeded } from './gunzip.js';

/**
 * The lines of a UTF-8 text, without `\n` but with a `\r` where there is one (it may be inside a quoted cell).
 *
 * A byte order mark is dropped. Never holds more than one line and one chunk.
 *
 * @throws SpectroSimError `input` when the bytes are not UTF-8.
 */
export async function* readLines(source: ByteSource, file: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw fileError(
        { file },
        `the bytes are not UTF-8 text (on or after line ${line}). Expected a comma- or tab-separated table, plain or gzip-packed. Save it as "CSV UTF-8".`,
        cause,
      );
    }
  };
  // Parts of a line are joined once it is whole: searching a growing text again for every chunk would be quadratic.
  let parts: string[] = [];
  for await (const bytes of gunzipIfNeeded(chunksOf(source), file)) {
    const text = decode(bytes);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      parts.push(text.slice(start, end));
      yield parts.length === 1 ? (parts[0] as string) : parts.join('');
      parts = [];
      start = end + 1;
      line++;
    }
    if (start < text.length) {
      parts.push(text.slice(start));
    }
  }
  parts.push(decode());
  const last = parts.join('');
  if (last !== '') {
    yield last;
  }
}
