import { SpectroSimError } from '../errors.js';

/** A place in a table; both counts are 1-based, and the column is the number of the cell in its row. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** An `input` error whose text begins with `file:line:column:`, as compilers and editors write places. */
export function fileError(place: Place, text: string, cause?: unknown): SpectroSimError {
  const where = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  return new SpectroSimError('input', `${where}: ${text}`, cause === undefined ? {} : { cause });
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
