import type { ByteSource } from './byte-source.js';
import { fileError, type Origin, showCell, showColumn, showLine, showSome } from './file-error.js';
import { tidyMetadata } from './missing.js';
import { openFile } from './open-file.js';
import type { ReadOptions } from './options.js';
import { withoutEmptyEnd, withoutSurplus } from './row-width.js';
import type { Table } from './table.js';
import { textPool } from './text-pool.js';
import { nameRank } from './words.js';

/** What a samples file says of `N` spectra. */
export interface SampleTable {
  /** The file's name, for messages. */
  readonly file: string;
  /** The sheet, when it is a workbook. */
  readonly sheet?: string;
  /** Spectrum names `[N]`, unique, from the column of names. */
  readonly names: readonly string[];
  /** The line of each row `[N]`, 1-based. */
  readonly lines: readonly number[];
  /** The other columns by name, each `[N]`; an empty cell is `''`. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** What reading changed and a user should know. */
  readonly notes: readonly string[];
}

/**
 * Reads a samples file: a table of text, plain or gzip-packed, or an .xlsx workbook, whose column `name` joins it to
 * spectra. Without a column `name` it is `spectrum`, `filename`, `file`, `id` or `sample`, the first that there is.
 *
 * In a workbook it is the sheet called `samples`, else the first.
 *
 * @throws SpectroSimError `input` with the place of an absent or repeated column, a ragged row, an empty or repeated
 * name.
 * @example
 * ```ts
 * const table = await readSamples(file.stream(), { name: file.name });
 * table.columns.get('sample');
 * ```
 */
export async function readSamples(source: ByteSource, { name }: Pick<ReadOptions, 'name'>): Promise<SampleTable> {
  const file = await openFile(source, { name });
  return readSampleTable(await file.table(samplesSheet(file.sheets) ?? file.sheets[0]));
}

/** The sheet that is called `samples`, if there is one. */
export function samplesSheet(sheets: readonly string[]): string | undefined {
  return sheets.find((sheet) => sheet.trim().toLowerCase() === 'samples');
}

/** The samples of a table that is open. */
export async function readSampleTable({ origin, rows, notes }: Table): Promise<SampleTable> {
  const { done, value: header } = await rows.next();
  if (done) {
    throw fileError(
      origin,
      `the ${origin.sheet === undefined ? 'file' : 'sheet'} is empty. Expected a header with a column "name", and one row a spectrum.`,
    );
  }
  const labels = withoutEmptyEnd(header.cells);
  const nameAt = checkHeader(labels, header.line, origin);
  const width = { used: labels.length, width: header.cells.length };
  const values: string[][] = labels.map(() => []);
  const lineOf = new Map<string, number>();
  const own = textPool();
  for await (const { line, cells } of rows) {
    const used = withoutSurplus([...cells], cells.length, line, width, origin);
    addName(lineOf, own(used[nameAt] as string), { ...origin, line, column: nameAt + 1 });
    used.forEach((cell, column) => {
      values[column]?.push(own(cell));
    });
  }
  if (lineOf.size === 0) {
    throw fileError(origin, 'there is a header but no row. Expected one row a spectrum below it.');
  }
  const columns = new Map(labels.map((label, i) => [label, values[i] as string[]]));
  columns.delete(labels[nameAt] as string);
  return {
    ...origin,
    names: [...lineOf.keys()],
    lines: [...lineOf.values()],
    columns: tidyMetadata(columns, origin, notes),
    notes,
  };
}

/** The position of the column of names. */
function checkHeader(cells: readonly string[], line: number, origin: Origin): number {
  cells.forEach((cell, i) => {
    const place = { ...origin, line, column: i + 1 };
    if (cell === '') {
      throw fileError(place, 'the header cell is empty. Expected the name of a column. Name it, or remove the column.');
    }
    const earlier = cells.indexOf(cell);
    if (earlier < i) {
      throw fileError(
        place,
        `the column ${showCell(cell)} occurs twice, first as ${showColumn(origin, earlier + 1)}. Expected unique names. Rename one of the two.`,
      );
    }
  });
  const [best] = cells
    .map((cell, at) => ({ at, rank: nameRank(cell) ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.rank - b.rank);
  if (best === undefined || best.rank === Number.POSITIVE_INFINITY) {
    throw fileError(
      { ...origin, line },
      `no column is called "name"; there are ${showSome(cells)}. Expected the spectra's names in a column of that name. Rename the column.`,
    );
  }
  return best.at;
}

function addName(lineOf: Map<string, number>, name: string, place: Origin & { line: number; column: number }): void {
  if (name === '') {
    throw fileError(place, 'the name is empty. Expected the name of a spectrum. Fill it in, or remove the row.');
  }
  const earlier = lineOf.get(name);
  if (earlier !== undefined) {
    throw fileError(
      place,
      `the name ${showCell(name)} occurs twice, first on ${showLine(place, earlier)}. Expected one row a spectrum. Remove one of the two.`,
    );
  }
  lineOf.set(name, place.line);
}
