import type { NumberReader } from './decimal-mark.js';
import { fileError, type Origin, showCell } from './file-error.js';
import type { MissingWords } from './missing.js';
import { type Width, withoutSurplus } from './row-width.js';
import { scanNumbers } from './scan-numbers.js';
import type { Separator } from './separator.js';
import type { Row } from './table.js';
import { isMissingWord } from './words.js';

/** Where intensities stand in every row of a table. */
export interface RowShape extends Width {
  /** Cells before the intensities. */
  readonly before: number;
}

/** What reading a row's intensities needs to know of its table. */
export interface RowReading {
  readonly origin: Origin;
  readonly separator: Separator | undefined;
  readonly shape: RowShape;
  readonly numbers: NumberReader;
  readonly missing: MissingWords;
}

/**
 * Reads a row: its intensities into `target`, `NaN` for a missing one. Returns the other cells, those before the
 * intensities and then those behind.
 *
 * @param describe what the i-th intensity is, for messages
 * @throws SpectroSimError `input` when the row is too short or too long, or an intensity is no finite number
 */
export function readRow(
  row: Row,
  target: Float32Array,
  reading: RowReading,
  describe: (labels: readonly string[], index: number) => string,
): string[] {
  return readPlain(row, target, reading) ?? readCells(row, target, reading, describe);
}

/** The quick way, for a row of plain numbers once the decimal mark is known; `undefined` for any other. */
function readPlain({ plain, line }: Row, target: Float32Array, reading: RowReading): string[] | undefined {
  const { separator, shape, numbers, origin } = reading;
  if (plain === undefined || separator === undefined) {
    return undefined;
  }
  const labels: string[] = [];
  let at = 0;
  for (let i = 0; i < shape.before; i++) {
    const end = plain.indexOf(separator, at);
    if (end < 0) {
      return undefined;
    }
    labels.push(plain.slice(at, end).trim());
    at = end + 1;
  }
  const mark = numbers.markOf(plain, at);
  const stop = mark === undefined ? -1 : scanNumbers(plain, at, separator, mark, target);
  if (stop < 0 || !isFiniteOrMissing(target)) {
    return undefined;
  }
  if (stop < plain.length) {
    for (const cell of plain.slice(stop + 1).split(separator)) {
      labels.push(cell.trim());
    }
  }
  return withoutSurplus(labels, labels.length + target.length, line, shape, origin);
}

function readCells(
  { cells, line }: Row,
  target: Float32Array,
  { shape, numbers, missing, origin }: RowReading,
  describe: (labels: readonly string[], index: number) => string,
): string[] {
  const labels = [...cells.slice(0, shape.before), ...cells.slice(shape.before + target.length)];
  withoutSurplus(labels, cells.length, line, shape, origin);
  for (let i = 0; i < target.length; i++) {
    const at = shape.before + i;
    const cell = cells[at] as string;
    if (cell === '') {
      target[i] = Number.NaN;
      continue;
    }
    const value = numbers.read(cell, line, at + 1);
    target[i] = value;
    if (Number.isFinite(target[i])) {
      continue;
    }
    if (!Number.isNaN(value) || !isMissingWord(cell)) {
      const wrong = Number.isNaN(value) ? 'not a number' : 'too large for float32';
      throw fileError(
        { ...origin, line, column: at + 1 },
        `the intensity ${showCell(cell)} ${describe(labels, i)} is ${wrong}. Expected a finite decimal number, or an empty cell when it is missing. ${advice(cell)}`,
      );
    }
    missing.add(cell, line, at + 1);
  }
  return labels;
}

function isFiniteOrMissing(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      return false;
    }
  }
  return true;
}

function advice(cell: string): string {
  if (/^(n\.? ?[dq]\.?|<.*|[bl]o[dq]|b[dq]l)$/i.test(cell)) {
    return 'If it means "below the limit of detection": empty the cell on a mass axis, where missing is not detected; write a number on another.';
  }
  if (/^\d{4}-\d\d-\d\d/.test(cell)) {
    return 'It is a date: Excel makes one of a number such as 1.5 when it expects decimal commas. Type the number again.';
  }
  return 'Correct or empty the cell.';
}

/**
 * What is wrong with a spectrum as a whole, if anything is: `every intensity is missing`, `no intensity differs from
 * zero`.
 */
export function emptiness(intensities: Float32Array): string | undefined {
  let missing = 0;
  for (let i = 0; i < intensities.length; i++) {
    const value = intensities[i] as number;
    if (Number.isNaN(value)) {
      missing++;
    } else if (value !== 0) {
      return undefined;
    }
  }
  return missing === intensities.length ? 'every intensity is missing' : 'no intensity differs from zero';
}
