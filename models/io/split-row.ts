import { fileError, type Origin } from './file-error.js';

/** A row that is being read: it goes on over lines while a quoted cell is open. */
export interface OpenRow {
  /** The line the row begins at, 1-based. */
  readonly line: number;
  readonly cells: string[];
  /** What is known of the open quoted cell. */
  quoted?: { text: string; readonly line: number };
}

/** More text than this in one cell is a quote that nobody closed. */
const LONGEST_CELL = 1_000_000;

/**
 * Adds a line's cells to the row; `true` when the row is complete.
 *
 * Quoting is RFC 4180's: a cell that begins with `"` ends at the next lone `"`, and `""` in it is one quote mark.
 * Cells without quotes are trimmed; quoted text is kept as it is.
 *
 * @throws SpectroSimError `input` when text follows a closing quote, or a quoted cell never seems to end.
 */
export function splitRow(text: string, line: number, delimiter: string, row: OpenRow, origin: Origin): boolean {
  if (row.quoted === undefined && !text.includes('"')) {
    for (const cell of text.split(delimiter)) {
      row.cells.push(cell.trim());
    }
    return true;
  }
  let at = 0;
  for (;;) {
    if (row.quoted === undefined && text[at] !== '"') {
      const end = cellEnd(text, delimiter, at);
      row.cells.push(text.slice(at, end).trim());
      at = end;
    } else {
      if (row.quoted === undefined) {
        row.quoted = { text: '', line };
        at++;
      }
      const close = readQuoted(text, at, row.quoted);
      if (close < 0) {
        if (row.quoted.text.length > LONGEST_CELL) {
          throw unclosed(row, origin);
        }
        return false;
      }
      const column = row.cells.push(row.quoted.text);
      delete row.quoted;
      at = cellEnd(text, delimiter, close + 1);
      const rest = text.slice(close + 1, at).trim();
      if (rest !== '') {
        throw fileError(
          { ...origin, line, column },
          `a closing quote is followed by ${JSON.stringify(rest.slice(0, 40))}. Expected the next cell or the end of the row. Write a quote mark inside a quoted cell twice.`,
        );
      }
    }
    if (at >= text.length) {
      return true;
    }
    at += delimiter.length;
  }
}

/** The error for a row still open at the end of the file. */
export function unclosed(row: OpenRow, origin: Origin): Error {
  return fileError(
    { ...origin, line: row.quoted?.line ?? row.line, column: row.cells.length + 1 },
    'a quoted cell begins here and is not closed. Expected a second quote mark. Close the quote, or remove it.',
  );
}

function cellEnd(text: string, delimiter: string, from: number): number {
  const end = text.indexOf(delimiter, from);
  return end < 0 ? text.length : end;
}

/** Appends quoted text from `at` on; the position of the closing quote, or −1 when the line ends inside the cell. */
function readQuoted(text: string, at: number, quoted: { text: string }): number {
  let from = at;
  for (;;) {
    const mark = text.indexOf('"', from);
    if (mark < 0) {
      quoted.text += `${text.slice(from)}\n`;
      return -1;
    }
    quoted.text += text.slice(from, mark);
    if (text[mark + 1] !== '"') {
      return mark;
    }
    quoted.text += '"';
    from = mark + 2;
  }
}
