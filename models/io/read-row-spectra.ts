import type { SpectrumSet } from '../spectrum-set.js';
import { likelyNumber } from './classify-number.js';
import { createNumberReader, type NumberReader } from './decimal-mark.js';
import { fileError, type Origin, showCell, showLine } from './file-error.js';
import { emptiness, type RowShape, readRow } from './intensities.js';
import { readLabels } from './labels.js';
import { collectRows } from './matrix.js';
import { countMissingWords, tidyMetadata } from './missing.js';
import type { TableOptions } from './options.js';
import { type FileAxis, readPositions } from './positions.js';
import { withoutEmptyEnd } from './row-width.js';
import type { Row, Table } from './table.js';
import { textPool } from './text-pool.js';
import { looksLikeNumber } from './words.js';

/**
 * Reads a table in which a row is a spectrum: the header has the positions, with the names and any metadata in columns
 * before and after them.
 *
 * @param header the table's first row, already taken from `rows`
 * @throws SpectroSimError `input` with the place of whatever is not so
 */
export async function readRowSpectra(
  { origin, separator, notes }: Table,
  header: Row,
  rows: AsyncIterable<Row>,
  { axis, decimal }: TableOptions,
): Promise<SpectrumSet> {
  const numbers = createNumberReader(origin, separator, decimal);
  const shape = findPositions(header, origin);
  const { before, count } = shape;
  const columnOf = (label: number) => (label < before ? label : label + count) + 1;
  const headings = [...header.cells.slice(0, before), ...header.cells.slice(before + count, shape.used)];
  const placeOf = (label: number) => ({ ...origin, line: header.line, column: columnOf(label) });
  const { quantity, nameAt, metadata } = readLabels(headings, axis, origin, 'column', placeOf, notes);
  const { axis: positions, falling } = readHeader(header, shape, quantity, numbers, origin);
  const positionAt = (i: number) => positions.values[falling ? count - 1 - i : i];

  const missing = countMissingWords(origin);
  const reading = { origin, separator, shape, numbers, missing };
  const describe = (labels: readonly string[], i: number) =>
    `of spectrum ${showCell(labels[nameAt] as string)} at ${quantity} ${positionAt(i)}`;
  const matrix = collectRows(count);
  const lineOf = new Map<string, number>();
  const columns = metadata.map(() => [] as string[]);
  const own = textPool();
  for await (const row of rows) {
    const target = matrix.next();
    const labels = readRow(row, target, reading, describe);
    const name = labels[nameAt] as string;
    addName(lineOf, own(name), row.line, columnOf(nameAt), origin);
    metadata.forEach(({ at }, i) => {
      columns[i]?.push(own(labels[at] as string));
    });
    const empty = emptiness(target);
    if (empty !== undefined) {
      throw fileError(
        { ...origin, line: row.line },
        `the spectrum ${showCell(name)} is empty: ${empty}. Expected at least one. Measure it again, or remove the row.`,
      );
    }
    if (falling) {
      target.reverse();
    }
  }
  if (lineOf.size === 0) {
    throw fileError(origin, 'there is a header but no spectrum. Expected one row a spectrum below it.');
  }
  notes.push(...numbers.finish());
  return {
    axis: positions,
    names: [...lineOf.keys()],
    intensities: matrix.join(),
    columns: tidyMetadata(new Map(metadata.map(({ name }, i) => [name, columns[i] as string[]])), origin, notes),
    notes: [
      ...notes,
      ...(falling ? [`${origin.file}: the ${quantity} axis falls; axis and intensities were turned round.`] : []),
      ...missing.notes(),
    ],
  };
}

/** Where the positions are: from the header's first number to its last. What stands outside are names of columns. */
function findPositions(header: Row, origin: Origin): RowShape & { readonly count: number } {
  const cells = withoutEmptyEnd(header.cells);
  const isNumber = (cell: string) => likelyNumber(cell) !== undefined;
  const before = cells.findIndex((cell, i) => i > 0 && isNumber(cell));
  const last = cells.findLastIndex(isNumber);
  if (before < 0) {
    throw fileError(
      { ...origin, line: header.line },
      'the header holds no positions. Expected the name of the axis and then one position a column. If a column is a spectrum, give --orientation columns.',
    );
  }
  cells.forEach((cell, i) => {
    const inside = i >= before && i <= last;
    if (i === 0 ? isNumber(cell) : inside ? !isNumber(cell) : looksLikeNumber(cell)) {
      throw fileError(
        { ...origin, line: header.line, column: i + 1 },
        i === 0
          ? `the first header cell is the number ${showCell(cell)}. Expected the name of the axis above the spectra's names. Write it there.`
          : `the header cell ${showCell(cell)} is not a number. Expected a position, as ${inside ? 'before and behind it' : 'in its neighbours'}. Correct it or remove the column; columns of metadata stand before or after all positions and have names that do not look like numbers.`,
      );
    }
  });
  return { before, count: last - before + 1, used: cells.length, width: header.cells.length };
}

function readHeader(
  { cells, line }: Row,
  { before, count }: { readonly before: number; readonly count: number },
  quantity: string,
  numbers: NumberReader,
  origin: Origin,
): FileAxis {
  const positions = cells.slice(before, before + count).map((cell, i) => numbers.read(cell, line, before + i + 1));
  return readPositions(quantity, positions, origin, (i) => ({ line, column: before + i + 1 }), 'column');
}

function addName(lineOf: Map<string, number>, name: string, line: number, column: number, origin: Origin): void {
  if (name === '') {
    throw fileError(
      { ...origin, line, column },
      `the spectrum has no name. Expected one in ${column === 1 ? 'the first cell' : 'this cell'}. Name it, or remove the row.`,
    );
  }
  const earlier = lineOf.get(name);
  if (earlier !== undefined) {
    throw fileError(
      { ...origin, line, column },
      `the spectrum name ${showCell(name)} occurs twice, first on ${showLine(origin, earlier)}. Expected unique names. Rename one of the two.`,
    );
  }
  lineOf.set(name, line);
}
