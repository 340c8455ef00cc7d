import type { SpectrumSet } from '../spectrum-set.js';
import { likelyNumber } from './classify-number.js';
import { firstCell, type LabelRow, labelRow, notAPosition, spectrumNames } from './column-labels.js';
import { createNumberReader } from './decimal-mark.js';
import { count, fileError, type Origin, showCell } from './file-error.js';
import { fileStem } from './file-stem.js';
import { emptiness, readRow } from './intensities.js';
import { readLabels } from './labels.js';
import { collectRows } from './matrix.js';
import { countMissingWords, tidyMetadata } from './missing.js';
import type { TableOptions } from './options.js';
import { type FileAxis, readPositions } from './positions.js';
import { withoutEmptyEnd } from './row-width.js';
import type { Row, Table } from './table.js';

/**
 * Reads a table in which a column is a spectrum: the first column has the positions, with the names in the header and
 * any metadata in rows before and after the positions. Two columns are one spectrum, which without a name of its own is
 * called as its file is.
 *
 * @param header the table's first row, already taken from `rows`; `undefined` when two columns have none
 * @throws SpectroSimError `input` with the place of whatever is not so
 */
export async function readColumnSpectra(
  { origin, separator, notes }: Table,
  header: Row | undefined,
  rows: AsyncIterable<Row>,
  { axis, decimal }: TableOptions,
): Promise<SpectrumSet> {
  const numbers = createNumberReader(origin, separator, decimal);
  const missing = countMissingWords(origin);
  const shape = { before: 1, used: usedCells(header, origin), width: header?.cells.length ?? 2 };
  const reading = { origin, separator, numbers, missing, shape };
  const describe = (labels: readonly string[], i: number) =>
    `of spectrum ${showCell(header?.cells[i + 1] ?? fileStem(origin.file))} at ${labels[0]}`;

  const labelRows: LabelRow[] = header === undefined ? [] : [labelRow(header, shape.used, true, origin)];
  const matrix = collectRows(shape.used - 1);
  const positions: number[] = [];
  const lines: number[] = [];
  for await (const row of rows) {
    const first = firstCell(row, separator);
    if (likelyNumber(first) === undefined) {
      labelRows.push(labelRow(row, shape.used, false, origin));
      continue;
    }
    const stray = labelRows.at(-1);
    if (stray !== undefined && stray.line > (lines[0] ?? row.line)) {
      throw notAPosition(stray.label, stray.line, origin);
    }
    positions.push(numbers.read(first, row.line, 1));
    lines.push(row.line);
    readRow(row, matrix.next(), reading, describe);
  }
  const top = header?.line ?? lines[0] ?? 1;
  if (positions.length === 0) {
    throw fileError(
      { ...origin, line: top },
      'no row begins with a position. Expected positions in the first column, with a spectrum in every other column. If a row is a spectrum, give --orientation rows.',
    );
  }
  notes.push(...numbers.finish());

  const { quantity, nameAt, metadata } = readCorner(labelRows, axis, { ...origin, line: top }, notes);
  const names = spectrumNames(labelRows[nameAt], shape.used - 1, origin);
  const lineAt = (i: number) => ({ line: lines[i] as number, column: 1 });
  const { axis: found, falling } = readPositions(quantity, positions, origin, lineAt, 'line');
  const intensities = matrix.transpose();
  names.forEach((name, i) => {
    const own = intensities.subarray(i * positions.length, (i + 1) * positions.length);
    const empty = emptiness(own);
    if (empty !== undefined) {
      throw fileError(
        { ...origin, line: top, column: i + 2 },
        `the spectrum ${showCell(name)} is empty: ${empty}. Expected at least one. Measure it again, or remove the column.`,
      );
    }
    if (falling) {
      own.reverse();
    }
  });
  const columns = new Map(metadata.map(({ name, at }) => [name, labelRows[at]?.cells ?? []]));
  return {
    axis: found,
    names,
    intensities,
    columns: tidyMetadata(columns, origin, notes),
    notes: [...notes, ...turned(names.length, quantity, falling, origin), ...missing.notes()],
  };
}

function usedCells(header: Row | undefined, origin: Origin): number {
  const used = header === undefined ? 2 : withoutEmptyEnd(header.cells).length;
  if (used < 2) {
    throw fileError(
      { ...origin, line: header?.line ?? 1 },
      'the header has one cell. Expected the name of the axis and then one name of a spectrum a column, separated by commas, semicolons or tabs. Check the file.',
    );
  }
  return used;
}

function readCorner(
  labelRows: readonly LabelRow[],
  axis: string | undefined,
  place: Origin & { line: number },
  notes: string[],
) {
  if (labelRows.length === 0 && axis === undefined) {
    throw fileError(
      place,
      'the two columns have no header that names the axis. Expected a first row such as "m/z,intensity". Write it, or give --axis "m/z".',
    );
  }
  const labels = labelRows.length === 0 ? [''] : labelRows.map(({ label }) => label);
  const placeOf = (i: number) => ({ ...place, line: labelRows[i]?.line ?? place.line, column: 1 });
  return readLabels(labels, axis, place, 'row', placeOf, notes);
}

function turned(spectra: number, quantity: string, falling: FileAxis['falling'], { file }: Origin): string[] {
  return [
    ...(spectra > 1
      ? [`${file}: the ${count(spectra, 'spectrum stands', 'spectra stand')} in columns; they were turned.`]
      : []),
    ...(falling ? [`${file}: the ${quantity} axis falls; axis and intensities were turned round.`] : []),
  ];
}
