import { likelyNumber } from './classify-number.js';
import { fileError, type Origin } from './file-error.js';
import type { Orientation } from './options.js';
import { withoutEmptyEnd } from './row-width.js';
import type { Row } from './table.js';
import { isAxisWord, looksLikeNumber } from './words.js';

/**
 * What a row or column of cells can be.
 *
 * - `text`: not all are numbers
 * - `one`: a single number
 * - `numbering`: 0, 1, 2 … or 1, 2, 3 …
 * - `axis`: other numbers, strictly rising or falling
 * - `numbers`: numbers in no order
 */
type Kind = 'text' | 'one' | 'numbering' | 'axis' | 'numbers';

/** How a table lies; `pair`: two columns of numbers without a header. */
export type Layout = Orientation | 'pair';

/**
 * Tells how a table lies, from its header and first column.
 *
 * One of them holds the positions. It is the one with numbers in strict order, when the other has none such; a mere
 * numbering of spectra is no axis beside real positions. What is left is refused rather than guessed.
 *
 * @param column the first cells of the first rows below the header
 * @param option what the user says
 * @throws SpectroSimError `input` when both or neither can be the axis
 */
export function detectLayout(
  header: Row,
  column: readonly string[],
  option: Orientation | undefined,
  origin: Origin,
): Layout {
  const cells = withoutEmptyEnd(header.cells);
  if (cells.length > 1 && cells.every((cell) => likelyNumber(cell) !== undefined)) {
    if (cells.length === 2 && option !== 'rows') {
      return 'pair';
    }
    throw fileError(
      { ...origin, line: header.line },
      'the first row holds numbers only. Expected a header: the name of the axis, then one position a column (or one name a column, with the positions in the first). Add it.',
    );
  }
  if (option !== undefined) {
    return option;
  }
  const positions = cells.slice(1);
  if (!positions.some((cell) => likelyNumber(cell) !== undefined)) {
    return headerOfNames(header, column, cells.length, origin);
  }
  const corner = cells[0] as string;
  const across = kindOf(block(positions));
  const down = kindOf(column);
  // A first column of names, or one row only: nothing runs down but the spectra. (A corner that says "name" may stand
  // before a row of names as well as above a column of them.)
  if (down === 'text' || down === 'one') {
    return 'rows';
  }
  const broken = across === 'numbers' || across === 'text';
  if (down === 'axis') {
    const real = isAxisWord(corner) || hasFractions(column);
    const names = hasFractions(column) && !hasFractions(positions) && !block(positions).some(isDamaged);
    if ((across === 'one' && cells.length === 2) || (across === 'numbering' && real) || (broken && names)) {
      return 'columns';
    }
  }
  // An order that is broken is told by whoever reads the positions.
  if (
    across === 'axis'
      ? down === 'numbering' || (down === 'numbers' && !hasFractions(column))
      : broken && down !== 'axis'
  ) {
    return 'rows';
  }
  if (across === 'text') {
    return 'rows';
  }
  throw fileError(
    { ...origin, line: header.line },
    'it is not clear whether rows or columns are spectra: the header and the first column both hold numbers that can be positions. Give --orientation rows if a row is a spectrum, else --orientation columns.',
  );
}

function isDamaged(cell: string): boolean {
  return likelyNumber(cell) === undefined && looksLikeNumber(cell);
}

function headerOfNames(header: Row, column: readonly string[], width: number, origin: Origin): Orientation {
  if (width > 1 && column.some((cell) => likelyNumber(cell) !== undefined)) {
    return 'columns';
  }
  throw fileError(
    { ...origin, line: header.line },
    width < 2
      ? `the header has one cell, ${JSON.stringify(header.cells[0])}. Expected the name of the axis and then one position a column, separated by commas, semicolons or tabs. Check that this is the spectra file.`
      : 'neither the header nor the first column holds positions. Expected numbers in one of them. Check that this is the spectra file.',
  );
}

/** The cells from the first number to the last: names of metadata columns stand outside. */
function block(cells: readonly string[]): readonly string[] {
  const isNumber = (cell: string) => likelyNumber(cell) !== undefined;
  return cells.slice(cells.findIndex(isNumber), cells.findLastIndex(isNumber) + 1);
}

function kindOf(cells: readonly string[]): Kind {
  const values = cells.map(likelyNumber);
  if (!values.every((value) => value !== undefined)) {
    return 'text';
  }
  if (values.length < 2) {
    return 'one';
  }
  const steps = values.slice(1).map((value, i) => value - (values[i] as number));
  if ((values[0] === 0 || values[0] === 1) && steps.every((step) => step === 1)) {
    return 'numbering';
  }
  return steps.every((step) => step > 0) || steps.every((step) => step < 0) ? 'axis' : 'numbers';
}

function hasFractions(cells: readonly string[]): boolean {
  return cells.some((cell) => !Number.isInteger(likelyNumber(cell) ?? 0));
}
