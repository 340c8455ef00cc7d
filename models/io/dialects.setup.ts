import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { rowOf, type SpectrumSet } from '../spectrum-set.js';
import { formatFloat32 } from './format-float32.js';
import type { TableOptions } from './options.js';

/** How an export writes a table. */
export interface Dialect {
  readonly separator: ',' | ';' | '\t';
  readonly mark: '.' | ',';
  readonly quotes: 'where needed' | 'everywhere';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly encoding: 'utf-8' | 'utf-8 with BOM' | 'utf-16le' | 'utf-16be' | 'gzip';
  readonly orientation: 'rows' | 'columns';
  /** Where metadata stand. */
  readonly metadata: 'nowhere' | 'before' | 'behind';
  /** What stands above the names: the axis' quantity, or `name`, and then the axis is told by the option. */
  readonly corner: 'axis' | 'name';
  readonly falling: boolean;
  /** Excel's `sep=` line, lines of comment, and separators without cells at the ends of rows. */
  readonly extras: boolean;
}

export const dialects: fc.Arbitrary<Dialect> = fc.record({
  separator: fc.constantFrom(',', ';', '\t'),
  mark: fc.constantFrom('.', ','),
  quotes: fc.constantFrom('where needed', 'everywhere'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf-8', 'utf-8 with BOM', 'utf-16le', 'utf-16be', 'gzip'),
  orientation: fc.constantFrom('rows', 'columns'),
  metadata: fc.constantFrom('nowhere', 'before', 'behind'),
  corner: fc.constantFrom('axis', 'name'),
  falling: fc.boolean(),
  extras: fc.boolean(),
});

/** The dialect of the documented form. */
export const PLAIN: Dialect = {
  separator: ',',
  mark: '.',
  quotes: 'where needed',
  lineEnd: '\n',
  encoding: 'utf-8',
  orientation: 'rows',
  metadata: 'nowhere',
  corner: 'axis',
  falling: false,
  extras: false,
};

/** A set as a table of cells. */
export function cellsOf(set: SpectrumSet, { mark, orientation, metadata, corner, falling }: Dialect): string[][] {
  const decimal = (text: string) => text.replace('.', mark);
  const directed = <T>(values: T[]) => (falling ? values.reverse() : values);
  const columns = metadata === 'nowhere' ? [] : [...set.columns];
  const around = (labels: string[], numbers: string[]) =>
    metadata === 'behind' ? [...numbers, ...labels] : [...labels, ...numbers];
  const header = around(
    columns.map(([name]) => name),
    directed(Array.from(set.axis.values, (value) => decimal(String(value)))),
  );
  const rows = set.names.map((name, i) => [
    name,
    ...around(
      columns.map(([, cells]) => cells[i] as string),
      directed(Array.from(rowOf(set, i), (value) => decimal(formatFloat32(value)))),
    ),
  ]);
  const table = [[corner === 'axis' ? set.axis.quantity : 'name', ...header], ...rows];
  return orientation === 'rows' ? table : turn(table);
}

/** A table of cells as a file's bytes. */
export function encodeTable(table: readonly (readonly string[])[], dialect: Dialect): Uint8Array {
  const { separator, quotes, lineEnd, encoding, extras } = dialect;
  const cell = (text: string) =>
    quotes === 'everywhere' || /[",;\t\r\n#]/.test(text) || text !== text.trim()
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const lines = table.map((row) => row.map(cell).join(separator) + (extras ? separator.repeat(2) : ''));
  const before = extras ? ['# a comment', `sep=${separator}`, '"# another"', ''] : [];
  const text = [...before, ...lines].map((line) => line + lineEnd).join('');
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(text);
    case 'utf-8 with BOM':
      return new TextEncoder().encode(`\uFEFF${text}`);
    case 'gzip':
      return new Uint8Array(gzipSync(text));
    case 'utf-16le':
      return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    case 'utf-16be':
      return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16());
  }
}

/** What a reader must be told of a file in this dialect in any case. */
export function neededOptions({ corner }: Dialect, set: SpectrumSet): TableOptions {
  return corner === 'name' ? { axis: set.axis.quantity } : {};
}

/** What a set is once it was written in a dialect. */
export function expectedSet(set: SpectrumSet, { metadata }: Dialect): Omit<SpectrumSet, 'notes'> {
  const { axis, names, intensities, columns } = set;
  return { axis, names, intensities, columns: metadata === 'nowhere' ? new Map() : columns };
}

function turn(table: readonly (readonly string[])[]): string[][] {
  return (table[0] ?? []).map((_, column) => table.map((row) => row[column] as string));
}
