import { type Axis, createAxis } from '../axis.js';
import { fileError, showCell } from './file-error.js';
import { parseNumber } from './parse-number.js';
import type { Row } from './rows.js';

/** The axis a header names, and whether the file's columns run down it. */
export interface HeaderAxis {
  readonly axis: Axis;
  readonly falling: boolean;
}

/**
 * The axis of a spectra file: the header's first cell is the quantity, every further one a position.
 *
 * @throws SpectroSimError `input` with line and column for a cell that is not a number, a position that occurs twice,
 * or an order that neither rises nor falls.
 */
export function readAxis(header: Row, file: string): HeaderAxis {
  const { line } = header;
  const quantity = header.cells[0] as string;
  if (quantity === '') {
    throw fileError(
      { file, line, column: 1 },
      'the first header cell is empty. Expected the name of the axis, such as m/z, wavenumber or raman_shift. Write it there.',
    );
  }
  if (header.cells.length < 2) {
    throw fileError(
      { file, line },
      `the header has one cell, ${showCell(quantity)}. Expected the name of the axis and then one position a column, separated by commas or tabs. Check that this is the spectra file.`,
    );
  }
  const values = positions(header, quantity, file);
  const last = values.length - 1;
  const falling = (values[last] as number) < (values[0] as number);
  for (let i = 1; i <= last; i++) {
    const step = (values[i] as number) - (values[i - 1] as number);
    if (falling ? step > 0 : step < 0) {
      throw fileError(
        { file, line, column: i + 2 },
        `the ${quantity} axis neither rises nor falls: ${values[i - 1]} is followed by ${values[i]}, though it ${falling ? 'falls' : 'rises'} from ${values[0]} to ${values[last]}. Expected one direction. Sort the columns by position.`,
      );
    }
  }
  if (falling) {
    values.reverse();
  }
  return { axis: createAxis(quantity, values), falling };
}

function positions(header: Row, quantity: string, file: string): Float64Array {
  const values = new Float64Array(header.cells.length - 1);
  const columnOf = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const cell = header.cells[i + 1] as string;
    const place = { file, line: header.line, column: i + 2 };
    const value = parseNumber(cell);
    if (value === undefined) {
      throw fileError(
        place,
        `the header cell ${showCell(cell)} is not a number. Expected a position on the ${quantity} axis, with a point as decimal mark. Correct it or remove the column; metadata go into the samples file.`,
      );
    }
    const earlier = columnOf.get(value);
    if (earlier !== undefined) {
      throw fileError(
        place,
        `the position ${value} of the ${quantity} axis occurs twice, first in column ${earlier}. Expected every position once. Merge the two columns or remove one.`,
      );
    }
    columnOf.set(value, i + 2);
    values[i] = value;
  }
  return values;
}
