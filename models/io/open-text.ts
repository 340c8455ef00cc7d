import { count, fileError, type Origin, showCell } from './file-error.js';
import { readLines } from './lines.js';
import { detectSeparator, type Separator } from './separator.js';
import { type OpenRow, splitRow, unclosed } from './split-row.js';
import type { Row, Table } from './table.js';

/** Lines from which the separator is told. */
const HEAD = 16;

/** A line and its number, 1-based. */
interface Line {
  readonly line: number;
  readonly text: string;
}

/**
 * A table of text, separated by commas, semicolons or tabs.
 *
 * Excel's `sep=;` line is followed. Lines before the header that begin with `#` are comments, which a note says.
 *
 * Own code because a spectrum's row is thousands of plain numbers: splitting lines reads the 3.7 MB dims-mtbls79 file
 * five to seven times faster than csv-parse 6.2.1 (65 ms against 310–460 ms on one machine), whose stream needs
 * `node:stream/web` and whose browser build carries a 200 KB Buffer.
 *
 * @throws SpectroSimError `input` for bytes that are no text, or broken quoting.
 */
export async function openText(chunks: AsyncGenerator<Uint8Array, void, undefined>, origin: Origin): Promise<Table> {
  const notes: string[] = [];
  const lines = numbered(readLines(chunks, origin, notes));
  const head: Line[] = [];
  let comments = 0;
  let named: Separator | undefined;
  while (head.length < HEAD) {
    const { done, value } = await lines.next();
    if (done) {
      break;
    }
    const separator = head.length === 0 ? /^"?sep=(.*?)"?\r?$/i.exec(value.text)?.[1] : undefined;
    if (separator !== undefined) {
      named = namedSeparator(separator);
      if (named === undefined) {
        await lines.return();
        throw fileError(
          { ...origin, line: value.line },
          `the separator is said to be ${showCell(separator)}. Expected sep=, or sep=; or sep= and a tab. Save the table with one of them.`,
        );
      }
    } else if (head.length === 0 && isComment(value.text)) {
      comments++;
    } else if (head.length > 0 || !isBlank(value.text)) {
      head.push(value);
    }
  }
  if (comments > 0) {
    notes.push(`${origin.file}: ${count(comments, 'comment line')} (#) at the top passed over.`);
  }
  const separator = named ?? detectSeparator(head.map(({ text }) => text).filter((text) => !isBlank(text)));
  return { origin, separator, rows: rowsOf(head, lines, separator, origin), notes };
}

async function* numbered(texts: AsyncGenerator<string, void, undefined>): AsyncGenerator<Line, void, undefined> {
  let line = 0;
  for await (const text of texts) {
    line++;
    yield { line, text };
  }
}

function isBlank(text: string): boolean {
  return /^[ \r]*$/.test(text);
}

/** A `#` that stands alone in its cell is the header of a column of numbers. */
function isComment(text: string): boolean {
  return /^"?#/.test(text) && !/^"?#"?\s*[,;\t]/.test(text);
}

function namedSeparator(text: string): Separator | undefined {
  return text === ',' || text === ';' || text === '\t' ? text : undefined;
}

async function* rowsOf(
  head: Line[],
  rest: AsyncGenerator<Line, void, undefined>,
  separator: Separator,
  origin: Origin,
): AsyncGenerator<Row, void, undefined> {
  const blank = new RegExp(`^[ \\r${separator}]*$`);
  let open: OpenRow | undefined;
  const add = ({ line, text }: Line): Row | undefined => {
    if (open === undefined) {
      // Excel writes rows that were emptied as separators only.
      if (blank.test(text)) {
        return undefined;
      }
      if (!text.includes('"')) {
        return plainRow(line, text.endsWith('\r') ? text.slice(0, -1) : text, separator);
      }
      open = { line, cells: [] };
    }
    if (!splitRow(text, line, separator, open, origin)) {
      return undefined;
    }
    const row = open;
    open = undefined;
    return row;
  };
  try {
    for (const line of head.splice(0)) {
      const row = add(line);
      if (row !== undefined) {
        yield row;
      }
    }
    for await (const line of rest) {
      const row = add(line);
      if (row !== undefined) {
        yield row;
      }
    }
    if (open !== undefined) {
      throw unclosed(open, origin);
    }
  } finally {
    await rest.return();
  }
}

/** A row of a text without quotes, split when its cells are asked for. */
function plainRow(line: number, plain: string, separator: Separator): Row {
  let cells: string[] | undefined;
  return {
    line,
    plain,
    get cells() {
      cells ??= plain.split(separator).map((cell) => cell.trim());
      return cells;
    },
  };
}
