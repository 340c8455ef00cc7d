import { count, fileError, type Origin, showCell } from './file-error.js';

/** How wide a table's rows are. */
export interface Width {
  /** Cells up to the header's last that is not empty. */
  readonly used: number;
  /** Cells of the header, empty ones at its end included. */
  readonly width: number;
}

/** Cells without the empty ones at the end, which surplus separators leave. */
export function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return last === cells.length - 1 ? cells : cells.slice(0, last + 1);
}

/**
 * A row's cells without the empty ones beyond the header, which surplus separators leave.
 *
 * @param cells changed in place: the row's cells, or those of them that stand beside the intensities
 * @param width how many cells the whole row has
 * @throws SpectroSimError `input` when the row is too short or too long, or has something where the header has nothing
 */
export function withoutSurplus(cells: string[], width: number, line: number, header: Width, origin: Origin): string[] {
  if (width < header.used || width > header.width) {
    throw raggedRow(origin, line, width, width < header.used ? header.used : header.width);
  }
  const surplus = cells.splice(cells.length - (width - header.used));
  const filled = surplus.findIndex((cell) => cell !== '');
  if (filled >= 0) {
    throw fileError(
      { ...origin, line, column: header.used + filled + 1 },
      `the cell ${showCell(surplus[filled] as string)} has no header. Expected one in the first row. Write it there, or empty the cell.`,
    );
  }
  return cells;
}

/**
 * The error for a row that has not as many cells as the header; its column is the first one missing or too many.
 *
 * @param got how many cells it has
 */
export function raggedRow(origin: Origin, line: number, got: number, expected: number): Error {
  return fileError(
    { ...origin, line, column: Math.min(got, expected) + 1 },
    `the row has ${count(got, 'cell')}. Expected ${expected}, as in the header. ${
      got < expected
        ? 'Add the missing cells (an empty cell is a missing value).'
        : 'Remove the surplus, or quote cells that hold the separator.'
    }`,
  );
}
