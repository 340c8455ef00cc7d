import { SpectroSimError } from '../errors.js';

/** The table that a message is about: a text file, or a sheet of a workbook. */
export interface Origin {
  readonly file: string;
  readonly sheet?: string;
}

/** A place in a table; both counts are 1-based, and the column is the number of the cell in its row. */
export interface Place extends Origin {
  readonly line?: number;
  readonly column?: number;
}

/** A place as messages write it: `file:line:column` as compilers and editors do, `file!sheet:C7` in a workbook. */
export function showPlace({ file, sheet, line, column }: Place): string {
  if (sheet === undefined) {
    return [file, line, column].filter((part) => part !== undefined).join(':');
  }
  const cell = line === undefined ? '' : `:${column === undefined ? '' : columnLetters(column)}${line}`;
  return `${file}!${sheet}${cell}`;
}

/** An `input` error whose text begins with the place. */
export function fileError(place: Place, text: string, cause?: unknown): SpectroSimError {
  return new SpectroSimError('input', `${showPlace(place)}: ${text}`, cause === undefined ? {} : { cause });
}

/** `line 3` of a text, `row 3` of a sheet. */
export function showLine({ sheet }: Origin, line: number): string {
  return `${sheet === undefined ? 'line' : 'row'} ${line}`;
}

/** `column 3` of a text, `column C` of a sheet. */
export function showColumn({ sheet }: Origin, column: number): string {
  return `column ${sheet === undefined ? column : columnLetters(column)}`;
}

/** A sheet's letters of a column: 1 is A, 27 is AA. */
function columnLetters(column: number): string {
  const last = (column - 1) % 26;
  const before = (column - 1 - last) / 26;
  return `${before === 0 ? '' : columnLetters(before)}${String.fromCharCode(65 + last)}`;
}

/** A cell as messages show it: quoted, with control characters visible, and not too long. */
export function showCell(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
}

/** The first few of many names, for a message. */
export function showSome(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map(showCell).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** `1 row`, `2 rows`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
