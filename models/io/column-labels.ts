import { likelyNumber } from './classify-number.js';
import { fileError, type Origin, showCell, showColumn } from './file-error.js';
import { fileStem } from './file-stem.js';
import { raggedRow, withoutEmptyEnd } from './row-width.js';
import type { Row } from './table.js';
import { isIntensityWord, looksLikeNumber } from './words.js';

/** In a table with a spectrum a column, a row that is no position: the spectra's names, or metadata of them. */
export interface LabelRow {
  readonly label: string;
  readonly line: number;
  /** What it says of each spectrum `[N]`. */
  readonly cells: readonly string[];
}

/** The first cell of a row, which need not be split for it. */
export function firstCell(row: Row, separator: string | undefined): string {
  const { plain } = row;
  if (plain === undefined || separator === undefined) {
    return row.cells[0] as string;
  }
  const end = plain.indexOf(separator);
  return (end < 0 ? plain : plain.slice(0, end)).trim();
}

/**
 * A row as a row of labels.
 *
 * @param used cells of the header, without empty ones at its end
 * @param isHeader the corner may have any name; the first cell of another row must not look like a position
 * @throws SpectroSimError `input` when it is a damaged position, or longer than the header
 */
export function labelRow(row: Row, used: number, isHeader: boolean, origin: Origin): LabelRow {
  const { line, cells } = row;
  const label = cells[0] as string;
  if (isHeader && likelyNumber(label) !== undefined) {
    throw fileError(
      { ...origin, line, column: 1 },
      `the first header cell is the number ${showCell(label)}. Expected the name of the axis above its positions. Write it there.`,
    );
  }
  if (!isHeader && (label === '' || looksLikeNumber(label))) {
    throw notAPosition(label, line, origin);
  }
  const width = withoutEmptyEnd(cells).length;
  if (width > used) {
    throw raggedRow(origin, line, width, used);
  }
  return { label, line, cells: Array.from({ length: used - 1 }, (_, i) => cells[i + 1] ?? '') };
}

/** The error for a row among positions that begins with something else. */
export function notAPosition(cell: string, line: number, origin: Origin): Error {
  return fileError(
    { ...origin, line, column: 1 },
    `${showCell(cell)} is not a number. Expected a position, as in the rows around it. Correct it or remove the row; rows of metadata stand before or after all positions and have names that do not look like numbers.`,
  );
}

/**
 * The spectra's names. One spectrum whose header says "intensity", or nothing, is called as its file is.
 *
 * @param row the row of names; `undefined` in a file without header
 * @throws SpectroSimError `input` when a name is empty or occurs twice
 */
export function spectrumNames(row: LabelRow | undefined, spectra: number, origin: Origin): string[] {
  if (row === undefined || (spectra === 1 && isIntensityWord(row.cells[0] as string))) {
    return [fileStem(origin.file)];
  }
  const columnOf = new Map<string, number>();
  row.cells.forEach((name, i) => {
    const place = { ...origin, line: row.line, column: i + 2 };
    if (name === '') {
      throw fileError(place, 'the spectrum has no name. Expected one in this cell. Name it, or remove the column.');
    }
    const earlier = columnOf.get(name);
    if (earlier !== undefined) {
      throw fileError(
        place,
        `the spectrum name ${showCell(name)} occurs twice, first in ${showColumn(origin, earlier)}. Expected unique names. Rename one of the two.`,
      );
    }
    columnOf.set(name, i + 2);
  });
  return [...row.cells];
}
