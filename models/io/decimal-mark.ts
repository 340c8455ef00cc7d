import { classifyNumber } from './classify-number.js';
import { fileError, type Origin, showCell, showPlace } from './file-error.js';
import type { DecimalMark } from './options.js';
import { parseNumber } from './parse-number.js';
import type { Separator } from './separator.js';

/** Reads a table's numbers and finds out its decimal mark on the way, from what can be read in one way only. */
export interface NumberReader {
  /**
   * The mark by which the numbers in a row's text can be scanned from `from` on: the decimal mark once it is beyond
   * doubt, or any when there is no mark in them. `undefined` when the row has to be read cell by cell.
   */
  markOf(plain: string, from: number): '.' | ',' | undefined;
  /**
   * A cell's number, `NaN` when it is none.
   *
   * @throws SpectroSimError `input` when the cell has another decimal mark than an earlier one, or two readings
   */
  read(cell: string, line: number, column: number): number;
  /**
   * @returns what a reader should know: that the decimal mark rests on custom alone
   * @throws SpectroSimError `input` when the whole table left open what its marks are
   */
  finish(): readonly string[];
}

interface Evidence {
  readonly cell: string;
  readonly line: number;
  readonly column: number;
}

const NAME = { '.': 'point', ',': 'comma' } as const;

/**
 * A reader of one table's numbers.
 *
 * One file has one decimal mark. A cell that has one reading proves it; a cell such as `1,234` does not, and is read
 * with the decimal mark that the others prove. When no cell proves one, a comma is a decimal mark in a table separated
 * by semicolons (that is what the semicolons are for), a point is one in a table separated by commas, and everything
 * else is refused rather than guessed.
 *
 * @param separator what parts the cells; `undefined` in a workbook
 * @param decimal what the user says; then thousands need no proof either
 */
export function createNumberReader(
  origin: Origin,
  separator: Separator | undefined,
  decimal: DecimalMark | undefined,
): NumberReader {
  let mark: '.' | ',' | undefined = decimal === undefined ? undefined : decimal === 'comma' ? ',' : '.';
  let proven = mark !== undefined;
  let evidence: Evidence | undefined;

  const read = (cell: string, line: number, column: number): number => {
    if (proven) {
      const value =
        mark === '.' ? parseNumber(cell) : cell.includes('.') ? undefined : parseNumber(cell.replace(',', '.'));
      if (value !== undefined) {
        return value;
      }
    } else if (!cell.includes('.')) {
      const whole = parseNumber(cell);
      if (whole !== undefined) {
        return whole;
      }
    }
    const reading = classifyNumber(cell);
    if (reading === undefined) {
      return Number.NaN;
    }
    if (reading.kind === 'whole') {
      return reading.value;
    }
    const here = { cell, line, column };
    const found = reading.kind === 'either' ? reading.mark : reading.kind === 'point' ? '.' : ',';
    if (mark === undefined) {
      mark = found;
      evidence = here;
    } else if (mark !== found) {
      if (reading.kind === 'either' && proven) {
        if (evidence === undefined) {
          return reading.thousands;
        }
        throw twoReadings(here, reading.thousands, reading.decimal);
      }
      throw mixed(here, found);
    }
    if (reading.kind === 'either') {
      return reading.decimal;
    }
    if (!proven) {
      proven = true;
      evidence = here;
    }
    return reading.value;
  };

  const twoReadings = ({ cell, line, column }: Evidence, thousands: number, asDecimal: number) =>
    fileError(
      { ...origin, line, column },
      `${showCell(cell)} can be read as ${thousands} with thousands parted, or as ${asDecimal} with a decimal ${NAME[mark === '.' ? ',' : '.']}; the decimal mark of this table is a ${NAME[mark as '.']} (${showEvidence()}). Write it without parting thousands, or give --decimal ${NAME[mark as '.']} if ${thousands} is right.`,
    );
  const mixed = ({ cell, line, column }: Evidence, found: '.' | ',') =>
    fileError(
      { ...origin, line, column },
      evidence === undefined
        ? `${showCell(cell)} is not a number with a decimal ${NAME[mark as '.']}, which --decimal says. Correct the cell, or the option.`
        : `${showCell(cell)} has a decimal ${NAME[found]}, but ${showEvidence()} has a decimal ${NAME[mark as '.']}. Expected one decimal mark in a table. ${
            origin.sheet === undefined
              ? 'Write all numbers alike.'
              : `A number that is stored as text keeps the mark it was typed with: make it a number, or give --decimal ${NAME[found]}.`
          }`,
    );
  const showEvidence = () =>
    evidence === undefined ? '' : `${showCell(evidence.cell)} at ${showPlace({ ...origin, ...placeOf(evidence) })}`;

  return {
    markOf(plain, from) {
      // Cells that are not quoted cannot hold the separator: between commas, a first point has settled it.
      if (proven || (separator === ',' && mark === '.')) {
        return mark === separator ? undefined : mark;
      }
      const marked = plain.includes('.', from) || (separator !== ',' && plain.includes(',', from));
      return marked ? undefined : '.';
    },
    read,
    finish() {
      const usual = separator === ';' ? ',' : separator === ',' ? '.' : undefined;
      if (evidence === undefined || proven) {
        return [];
      }
      if (mark === usual) {
        // A point between commas is what a point is everywhere; a comma between semicolons is a custom of some countries.
        return mark === '.'
          ? []
          : [
              `${origin.file}: no number proves the decimal mark; ${showEvidence()} was read with a decimal comma, as is usual where cells are parted by a semicolon. If it parts thousands, give --decimal point.`,
            ];
      }
      throw fileError(
        { ...origin, ...placeOf(evidence) },
        `it is not clear what the ${NAME[mark as '.']} in ${showCell(evidence.cell)} is: every number with one has three digits behind it, so that it may be the decimal mark or part thousands. Give --decimal ${NAME[mark as '.']} if it is the decimal mark, else --decimal ${NAME[mark === '.' ? ',' : '.']}.`,
      );
    },
  };
}

function placeOf({ line, column }: Evidence) {
  return { line, column };
}
