import type { ByteSource, ReadOptions } from './byte-source.js';
import { fileError, showCell, showSome } from './file-error.js';
import { type Row, raggedRow, readRows } from './rows.js';

/** What a samples file says of `N` spectra. */
export interface SampleTable {
  /** The file's name, for messages. */
  readonly file: string;
  /** Spectrum names `[N]`, unique, from the column `name`. */
  readonly names: readonly string[];
  /** The line of each row `[N]`, 1-based. */
  readonly lines: readonly number[];
  /** The other columns by name, each `[N]`; an empty cell is `''`. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads a samples file: a CSV or TSV table, plain or gzip-packed, whose column `name` joins it to spectra.
 *
 * @throws SpectroSimError `input` with `file:line:column` for an absent or repeated column, a ragged row, an empty or
 * repeated name.
 * @example
 * ```ts
 * const table = await readSamples(file.stream(), { name: file.name });
 * table.columns.get('sample');
 * ```
 */
export async function readSamples(source: ByteSource, { name: file }: ReadOptions): Promise<SampleTable> {
  let header: Row | undefined;
  let nameAt = 0;
  let values: string[][] = [];
  const lineOf = new Map<string, number>();
  for await (const row of readRows(source, file)) {
    if (header === undefined) {
      header = row;
      nameAt = checkHeader(row, file);
      values = row.cells.map(() => []);
      continue;
    }
    if (row.cells.length !== header.cells.length) {
      throw raggedRow(file, row, header.cells.length);
    }
    checkName(lineOf, row, nameAt, file);
    row.cells.forEach((cell, column) => {
      values[column]?.push(cell);
    });
  }
  if (header === undefined) {
    throw fileError({ file }, 'the file is empty. Expected a header with a column "name", and one row a spectrum.');
  }
  if (lineOf.size === 0) {
    throw fileError({ file }, 'there is a header but no row. Expected one row a spectrum below it.');
  }
  const columns = header.cells.map((column, i) => [column, values[i] as string[]] as const);
  return {
    file,
    names: [...lineOf.keys()],
    lines: [...lineOf.values()],
    columns: new Map(columns.filter((_, i) => i !== nameAt)),
  };
}

/** The position of the column `name`. */
function checkHeader({ cells, line }: Row, file: string): number {
  cells.forEach((cell, i) => {
    const place = { file, line, column: i + 1 };
    if (cell === '') {
      throw fileError(place, 'the header cell is empty. Expected the name of a column. Name it, or remove the column.');
    }
    const earlier = cells.indexOf(cell);
    if (earlier < i) {
      throw fileError(
        place,
        `the column ${showCell(cell)} occurs twice, first as column ${earlier + 1}. Expected unique names. Rename one of the two.`,
      );
    }
  });
  const nameAt = cells.indexOf('name');
  if (nameAt < 0) {
    throw fileError(
      { file, line },
      `no column is called "name"; there are ${showSome(cells, 8)}. Expected it to hold the spectra's names. Rename the column that does.`,
    );
  }
  return nameAt;
}

function checkName(lineOf: Map<string, number>, { cells, line }: Row, nameAt: number, file: string): void {
  const name = cells[nameAt] as string;
  const place = { file, line, column: nameAt + 1 };
  if (name === '') {
    throw fileError(place, 'the name is empty. Expected the name of a spectrum. Fill it in, or remove the row.');
  }
  const earlier = lineOf.get(name);
  if (earlier !== undefined) {
    throw fileError(
      place,
      `the name ${showCell(name)} occurs twice, first on line ${earlier}. Expected one row a spectrum. Remove one of the two.`,
    );
  }
  lineOf.set(name, line);
}
