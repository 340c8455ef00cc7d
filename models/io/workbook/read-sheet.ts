import { SpectroSimError } from '../../errors.js';
import { fileError, type Origin } from '../file-error.js';
import type { DecimalMark } from '../options.js';
import type { Row } from '../table.js';
import type { SheetEntry } from './contents.js';
import { inspectSheet } from './inspect-sheet.js';
import { readEntry } from './zip.js';

/** Larger sheets are for a text, which is streamed: a workbook's cells are held all at once. */
const LARGEST_SHEET = 2 ** 28;

/**
 * A sheet's rows, empty ones left out. Numbers have the mark that `decimal` names, dates are ISO 8601.
 *
 * @throws SpectroSimError `input` for merged cells, a formula that was never computed, and what cannot be read at all
 */
export async function* readSheet(
  bytes: Uint8Array<ArrayBuffer>,
  { entry, name }: SheetEntry,
  origin: Origin,
  decimal: DecimalMark | undefined,
): AsyncGenerator<Row, void, undefined> {
  if (entry === undefined) {
    throw fileError(
      origin,
      'the sheet has no cells, as a chart has none. Expected a table. Name another with --sheet.',
    );
  }
  if (entry.size > LARGEST_SHEET) {
    throw tooLarge(origin);
  }
  const { errors, unknown, merged } = await inspectSheet(readEntry(bytes, entry)).catch((cause) => {
    throw damaged(origin, cause);
  });
  if (merged !== undefined) {
    throw fileError(
      { ...origin, ...placeOf(merged.split(':')[0] as string) },
      `the cells ${merged} are merged. Expected a value in every cell that is to have one. Unmerge them and fill them in.`,
    );
  }
  if (unknown !== undefined) {
    throw fileError(
      { ...origin, ...placeOf(unknown) },
      'the formula has no stored value. Expected a number. Open the workbook in Excel or LibreOffice and save it, which computes it.',
    );
  }
  const values = await valuesOf(bytes, name).catch((cause) => {
    throw damaged(origin, cause);
  });
  const cells = values.map((row) => row.map((value) => textOf(value, decimal)));
  for (const [address, text] of errors) {
    const { line, column } = placeOf(address);
    while (cells.length < line) {
      cells.push([]);
    }
    const row = cells[line - 1] as string[];
    while (row.length < column) {
      row.push('');
    }
    row[column - 1] = text;
  }
  const width = Math.max(...cells.map((row) => row.length));
  for (const [i, row] of cells.entries()) {
    if (row.some((cell) => cell !== '')) {
      yield { line: i + 1, cells: [...row, ...Array<string>(width - row.length).fill('')] };
    }
  }
}

async function valuesOf(bytes: Uint8Array<ArrayBuffer>, sheet: string): Promise<unknown[][]> {
  // Loaded here, so that a page that is given no workbook does not fetch it.
  const { readSheet: read } = await import('read-excel-file/universal');
  return read(bytes.buffer, sheet);
}

function textOf(value: unknown, decimal: DecimalMark | undefined): string {
  if (typeof value === 'number') {
    const text = String(value);
    return decimal === 'comma' ? text.replace('.', ',') : text;
  }
  if (value instanceof Date) {
    const iso = value.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
  }
  return value === null || value === undefined ? '' : String(value);
}

/** The row and column of an address such as `C7`. */
function placeOf(address: string): { line: number; column: number } {
  const [, letters = 'A', digits = '1'] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  return {
    line: Number(digits),
    column: [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0),
  };
}

/** The error for a workbook, or a sheet of it, that is too much to be held at once. */
export function tooLarge(origin: Origin): SpectroSimError {
  return fileError(
    origin,
    'the workbook is too large to be read whole. Expected 256 MB of cells at most. Save the table as CSV, which is read as a stream.',
  );
}

/** The error for a workbook whose bytes or XML are not as they should be; an error that says more stays as it is. */
export function damaged(origin: Origin, cause: unknown): SpectroSimError {
  if (cause instanceof SpectroSimError) {
    return cause;
  }
  return fileError(
    origin,
    `the workbook cannot be read (${cause instanceof Error ? cause.message : cause}). Expected a complete .xlsx file. Copy it again, or open it and save it as .xlsx or CSV.`,
    cause,
  );
}
