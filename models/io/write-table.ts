import { SpectroSimError } from '../errors.js';
import { rowOf, type SpectrumSet } from '../spectrum-set.js';
import { formatFloat32 } from './format-float32.js';

/**
 * The spectra file of a set, a line at a time: CSV that {@link readSpectra} reads back to the same float32 values.
 *
 * @example
 * ```ts
 * Readable.from(writeSpectra(set)).pipe(createWriteStream('spectra.csv')); // in node
 * new Blob([...writeSpectra(set)], { type: 'text/csv' }); // in a page
 * ```
 */
export function* writeSpectra(set: SpectrumSet): Generator<string, void, undefined> {
  yield line([quoteIfNeeded(set.axis.quantity), ...Array.from(set.axis.values, String)]);
  for (const [index, name] of set.names.entries()) {
    yield line([quoteIfNeeded(name), ...Array.from(rowOf(set, index), formatFloat32)]);
  }
}

/**
 * The samples file of a set, a line at a time: the names and every metadata column, for {@link readSamples}.
 *
 * @throws SpectroSimError `usage` when a metadata column is itself called `name`.
 */
export function* writeSamples(set: SpectrumSet): Generator<string, void, undefined> {
  if (set.columns.has('name')) {
    throw new SpectroSimError(
      'usage',
      'A metadata column is called "name", the column that holds the spectra\'s names. Rename it before writing.',
    );
  }
  yield line(['name', ...set.columns.keys()].map(quoteIfNeeded));
  const columns = [...set.columns.values()];
  for (const [index, name] of set.names.entries()) {
    yield line([name, ...columns.map((column) => column[index] as string)].map(quoteIfNeeded));
  }
}

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\n`;
}

/** Quoted when it holds a separator, a quote or a line break, or when reading would trim it. */
function quoteIfNeeded(cell: string): string {
  return /[",\t;\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}
