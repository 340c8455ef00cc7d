import type { SpectrumSet } from '../spectrum-set.js';
import type { ByteSource, ReadOptions } from './byte-source.js';
import { fileError, showCell } from './file-error.js';
import { parseNumber } from './parse-number.js';
import { type HeaderAxis, readAxis } from './read-axis.js';
import { type Row, raggedRow, readRows } from './rows.js';

/**
 * Reads a spectra file: CSV or TSV, plain or gzip-packed (recognised by their content).
 *
 * The header is the axis' name and its positions `[L]`; each further row is a spectrum's name and its intensities
 * `[L]`, an empty cell being a missing one (`NaN`). Columns that run down the axis are turned round, which `notes`
 * says. The text is streamed: memory holds the `[N, L]` matrix and one chunk.
 *
 * @throws SpectroSimError `input` with `file:line:column` for whatever is not so.
 * @example
 * ```ts
 * const set = await readSpectra(createReadStream('spectra.csv.gz'), { name: 'spectra.csv.gz' });
 * ```
 */
export async function readSpectra(source: ByteSource, { name: file }: ReadOptions): Promise<SpectrumSet> {
  let header: HeaderAxis | undefined;
  const rows: Float32Array[] = [];
  const lineOf = new Map<string, number>();
  for await (const row of readRows(source, file)) {
    if (header === undefined) {
      header = readAxis(row, file);
      continue;
    }
    const bins = header.axis.values.length;
    if (row.cells.length !== bins + 1) {
      throw raggedRow(file, row, bins + 1);
    }
    addName(lineOf, row, file);
    rows.push(readIntensities(row, header, file));
  }
  if (header === undefined) {
    throw fileError({ file }, 'the file is empty. Expected a header with the axis, and one row a spectrum.');
  }
  if (rows.length === 0) {
    throw fileError({ file }, 'there is a header but no spectrum. Expected one row a spectrum below it.');
  }
  const { axis, falling } = header;
  return {
    axis,
    names: [...lineOf.keys()],
    intensities: join(rows, axis.values.length),
    columns: new Map(),
    notes: falling ? [`${file}: the ${axis.quantity} axis falls; axis and intensities were turned round.`] : [],
  };
}

function addName(lineOf: Map<string, number>, { cells, line }: Row, file: string): void {
  const name = cells[0] as string;
  if (name === '') {
    throw fileError(
      { file, line, column: 1 },
      'the spectrum has no name. Expected one in the first cell. Name it, or remove the row.',
    );
  }
  const earlier = lineOf.get(name);
  if (earlier !== undefined) {
    throw fileError(
      { file, line, column: 1 },
      `the spectrum name ${showCell(name)} occurs twice, first on line ${earlier}. Expected unique names. Rename one of the two.`,
    );
  }
  // A long slice keeps its whole line in memory (V8): joining characters makes a text of its own.
  lineOf.set(Array.from(name).join(''), line);
}

/** One spectrum's intensities `[L]`, in the direction of the rising axis. */
function readIntensities({ cells, line }: Row, { axis, falling }: HeaderAxis, file: string): Float32Array {
  const bins = axis.values.length;
  const intensities = new Float32Array(bins);
  let present = 0;
  let signal = false;
  for (let i = 0; i < bins; i++) {
    const cell = cells[i + 1] as string;
    if (cell === '') {
      intensities[i] = Number.NaN;
      continue;
    }
    const value = parseNumber(cell) ?? Number.NaN;
    intensities[i] = value;
    if (!Number.isFinite(intensities[i])) {
      const position = axis.values[falling ? bins - 1 - i : i];
      throw fileError(
        { file, line, column: i + 2 },
        `the intensity ${showCell(cell)} of spectrum ${showCell(cells[0] as string)} at ${axis.quantity} ${position} is ${Number.isNaN(value) ? 'not a number' : 'too large for float32'}. Expected a finite decimal number, or an empty cell when it is missing. Correct or empty the cell.`,
      );
    }
    present++;
    signal ||= intensities[i] !== 0;
  }
  if (!signal) {
    throw fileError(
      { file, line },
      `the spectrum ${showCell(cells[0] as string)} is empty: ${present === 0 ? 'every intensity is missing' : 'no intensity differs from zero'}. Expected at least one. Measure it again, or remove the row.`,
    );
  }
  return falling ? intensities.reverse() : intensities;
}

/** The rows as one matrix `[N, L]`. Each is let go once copied, so that the peak stays near one matrix. */
function join(rows: Float32Array[], bins: number): Float32Array {
  const matrix = new Float32Array(rows.length * bins);
  const released = new Float32Array(0);
  for (let i = 0; i < rows.length; i++) {
    matrix.set(rows[i] as Float32Array, i * bins);
    rows[i] = released;
  }
  return matrix;
}
