import { joinBytes, peek } from './byte-source.js';
import { fileError, type Origin } from './file-error.js';

/** How far reading has come, for messages from below the lines. */
export interface Progress {
  /** The line being read, 1-based. */
  line: number;
}

/** Windows-1252's characters 0x80 to 0x9F. Node 20 and 22 decode them as Latin-1 does, to control characters. */
const EIGHTY_ON = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

/**
 * Bytes as text, without a byte order mark: UTF-8; UTF-16 when a byte order mark says so (Excel's "Unicode text"); else
 * Windows-1252, which a note says.
 *
 * Windows-1252 is what Excel's plain "CSV" is in western Europe. Numbers and separators are the same bytes in every such
 * code page, so that a wrong guess spoils the accents of names and nothing else.
 *
 * @throws SpectroSimError `input` when the bytes are no text, or valid UTF-8 in one place and not in another.
 */
export async function* decodeText(
  bytes: Chunks,
  origin: Origin,
  progress: Progress,
  notes: string[],
): AsyncGenerator<string, void, undefined> {
  const { head, chunks } = await peek(bytes, 3);
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff && 'utf-16be';
  const texts = utf16 ? decodeUtf16(chunks, utf16, origin, progress) : decodeUtf8(chunks, origin, progress, notes);
  let first = true;
  for await (const text of texts) {
    if (text.includes('\0')) {
      throw zeroBytes(origin, progress);
    }
    yield first && text.startsWith('\uFEFF') ? text.slice(1) : text;
    first &&= text === '';
  }
}

function zeroBytes(origin: Origin, { line }: Progress): Error {
  return fileError(
    { ...origin, line },
    'there are zero bytes on or after this line. Expected a table as text, or an .xlsx workbook. Save the table as "CSV UTF-8".',
  );
}

async function* decodeUtf16(chunks: Chunks, encoding: string, origin: Origin, progress: Progress) {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw fileError(
        { ...origin, line: progress.line },
        'the bytes on or after this line are not UTF-16, which the byte order mark promises. Save the table as "CSV UTF-8".',
        cause,
      );
    }
  };
  for await (const bytes of chunks) {
    yield decode(bytes);
  }
  yield decode();
}

async function* decodeUtf8(chunks: Chunks, origin: Origin, progress: Progress, notes: string[]) {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let ascii = true;
  let legacy = false;
  const decode = (bytes: Uint8Array): string => {
    if (legacy) {
      return decodeWindows1252(bytes);
    }
    try {
      const text = utf8.decode(bytes);
      // Every character beyond ASCII is fewer UTF-16 units than UTF-8 bytes.
      ascii &&= text.length === bytes.length;
      return text;
    } catch (cause) {
      if (bytes.includes(0)) {
        throw zeroBytes(origin, progress);
      }
      if (!ascii || hasUtf8BeyondAscii(bytes)) {
        throw fileError(
          { ...origin, line: progress.line },
          'some bytes on or after this line are not UTF-8, though others are. Expected one encoding throughout. Save the table as "CSV UTF-8".',
          cause,
        );
      }
      legacy = true;
      notes.push(`${origin.file}: the text is not UTF-8; it was read as Windows-1252. Check names with accents.`);
      return decodeWindows1252(bytes);
    }
  };
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? chunk : joinBytes([held, chunk]);
    const whole = legacy ? bytes.length : wholeCharacters(bytes);
    held = bytes.slice(whole);
    yield decode(bytes.subarray(0, whole));
  }
  yield decode(held);
}

function decodeWindows1252(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252')
    .decode(bytes)
    .replace(/[\u0080-\u009F]/g, (control) => EIGHTY_ON[control.charCodeAt(0) - 0x80] as string);
}

/** How many bytes there are before a UTF-8 sequence that the chunk's end cuts. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) {
      break;
    }
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function hasUtf8BeyondAscii(bytes: Uint8Array): boolean {
  return /[\u0080-\uFFFC]/.test(new TextDecoder('utf-8').decode(bytes));
}
