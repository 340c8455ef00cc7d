import type { SpectrumSet } from '../spectrum-set.js';
import type { ByteSource } from './byte-source.js';
import { firstCell } from './column-labels.js';
import { fileError } from './file-error.js';
import { openFile } from './open-file.js';
import type { ReadOptions, TableOptions } from './options.js';
import { detectLayout } from './orientation.js';
import { readColumnSpectra } from './read-column-spectra.js';
import { readRowSpectra } from './read-row-spectra.js';
import type { Row, Table } from './table.js';

/** Rows from which it is told how a table lies, and characters of them at most. */
const HEAD = { rows: 64, characters: 2 ** 22 };

/**
 * Reads a spectra file: a table of text, plain or gzip-packed, or an .xlsx workbook, recognised by their content.
 *
 * A row is a spectrum and a column a bin, or the other way round; columns of metadata may stand before or after the
 * bins. Separators (comma, semicolon, tab) and the decimal mark are told from the file, and what can be read in two ways
 * is refused with the option that decides it. A text is streamed: memory holds the `[N, L]` matrix, and it once more
 * while it is put together. `notes` says what was found and changed.
 *
 * @throws SpectroSimError `input` with the place (`file:line:column`, or `file!sheet:C7`) for whatever is not so.
 * @example
 * ```ts
 * const set = await readSpectra(createReadStream('spectra.csv.gz'), { name: 'spectra.csv.gz' });
 * const one = await readSpectra(file.stream(), { name: file.name, axis: 'm/z' }); // two columns without a header
 * ```
 */
export async function readSpectra(source: ByteSource, options: ReadOptions): Promise<SpectrumSet> {
  const file = await openFile(source, options);
  return readSpectraTable(await file.table(options.sheet), options);
}

/** The spectra of a table that is open. */
export async function readSpectraTable(table: Table, options: TableOptions): Promise<SpectrumSet> {
  const { origin, separator, rows } = table;
  try {
    const { done, value: header } = await rows.next();
    if (done) {
      throw fileError(
        origin,
        `the ${origin.sheet === undefined ? 'file' : 'sheet'} is empty. Expected a header with the axis, and one row a spectrum.`,
      );
    }
    const head = await take(rows);
    const column = head.map((row) => firstCell(row, separator));
    const layout = detectLayout(header, column, options.orientation, origin);
    switch (layout) {
      case 'rows':
        return await readRowSpectra(table, header, chain(head, rows), options);
      case 'columns':
        return await readColumnSpectra(table, header, chain(head, rows), options);
      case 'pair':
        return await readColumnSpectra(table, undefined, chain([header, ...head], rows), options);
    }
  } finally {
    await rows.return();
  }
}

async function take(rows: AsyncGenerator<Row, void, undefined>): Promise<Row[]> {
  const taken: Row[] = [];
  let characters = 0;
  while (taken.length < HEAD.rows && characters < HEAD.characters) {
    const { done, value } = await rows.next();
    if (done) {
      break;
    }
    characters += value.plain?.length ?? 0;
    taken.push(value);
  }
  return taken;
}

async function* chain(head: Row[], rest: AsyncIterable<Row>): AsyncGenerator<Row, void, undefined> {
  yield* head.splice(0);
  yield* rest;
}
