import { decodeText, type Progress } from './decode-text.js';
import { fileError, type Origin } from './file-error.js';

/** More characters than this in one line are no row of a table. */
const LONGEST_LINE = 2 ** 26;

/**
 * The lines of a text, without `\n` but with a `\r` before it where there is one (it may be inside a quoted cell).
 *
 * A text whose first line ends with a lone `\r` has such line ends throughout (Excel's "CSV (Macintosh)"). Never holds
 * more than one line and one chunk.
 *
 * @param notes what reading changed is added here
 * @throws SpectroSimError `input` when the bytes are no text.
 */
export async function* readLines(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  origin: Origin,
  notes: string[],
): AsyncGenerator<string, void, undefined> {
  const progress: Progress = { line: 1 };
  // Parts of a line are joined once it is whole: searching a growing text again for every chunk would be quadratic.
  let parts: string[] = [];
  let held = 0;
  let end: '\n' | '\r' | undefined;
  for await (const piece of decodeText(chunks, origin, progress, notes)) {
    let text = piece;
    if (end === undefined) {
      end = lineEnd(parts.at(-1)?.endsWith('\r') ?? false, piece);
      if (end !== undefined) {
        text = parts.join('') + piece;
        parts = [];
      }
    }
    let start = 0;
    if (end !== undefined) {
      for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, start)) {
        parts.push(text.slice(start, at));
        yield parts.length === 1 ? (parts[0] as string) : parts.join('');
        parts = [];
        held = 0;
        start = at + 1;
        progress.line++;
      }
    }
    if (start < text.length) {
      parts.push(text.slice(start));
      held += text.length - start;
    }
    if (held > LONGEST_LINE) {
      throw fileError(
        { ...origin, line: progress.line },
        `the line is longer than ${LONGEST_LINE / 2 ** 20} million characters. Expected a table with one row a line. Check that this is the right file.`,
      );
    }
  }
  const last = parts.join('');
  if (last !== '') {
    yield last;
  }
}

/**
 * What ends the first line; `undefined` while that is not seen: a `\r` at the end of a piece may have its `\n` in the
 * next.
 */
function lineEnd(afterReturn: boolean, piece: string): '\n' | '\r' | undefined {
  if (afterReturn && piece !== '') {
    return piece[0] === '\n' ? '\n' : '\r';
  }
  const at = piece.search(/[\n\r]/);
  if (at < 0 || (piece[at] === '\r' && at === piece.length - 1)) {
    return undefined;
  }
  return piece[at] === '\r' && piece[at + 1] !== '\n' ? '\r' : '\n';
}
