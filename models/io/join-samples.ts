import type { SpectrumSet } from '../spectrum-set.js';
import { count, fileError, showCell, showLine, showSome } from './file-error.js';
import type { SampleTable } from './read-samples.js';

/**
 * The spectra with a samples file's columns, in the order of the spectra. A column the set already has is replaced.
 *
 * @throws SpectroSimError `input` unless both hold the same names; the message lists the unmatched of either side.
 * @example
 * ```ts
 * const set = joinSamples(spectra, await readSamples(bytes, { name: 'samples.csv' }));
 * ```
 */
export function joinSamples(set: SpectrumSet, table: SampleTable): SpectrumSet {
  const rowOfName = new Map(table.names.map((name, row) => [name, row]));
  const rows = set.names.map((name) => rowOfName.get(name));
  const known = new Set(set.names);
  const spectraAlone = set.names.filter((name) => !rowOfName.has(name));
  const rowsAlone = table.names.flatMap((name, row) => (known.has(name) ? [] : [row]));
  if (spectraAlone.length > 0 || rowsAlone.length > 0) {
    throw unmatched(set, table, spectraAlone, rowsAlone);
  }
  const columns = new Map(set.columns);
  for (const [name, column] of table.columns) {
    columns.set(
      name,
      rows.map((row) => column[row as number] as string),
    );
  }
  return { ...set, columns, notes: [...set.notes, ...table.notes] };
}

function unmatched(set: SpectrumSet, table: SampleTable, spectraAlone: string[], rowsAlone: number[]): Error {
  const problems: string[] = [];
  if (spectraAlone.length > 0) {
    problems.push(
      `${spectraAlone.length} of ${count(set.names.length, 'spectrum', 'spectra')} have no row here: ${showSome(spectraAlone)}`,
    );
  }
  const [first] = rowsAlone;
  if (first !== undefined) {
    const names = rowsAlone.map((row) => table.names[row] as string);
    problems.push(
      `${rowsAlone.length} of ${count(table.names.length, 'row')} name no spectrum: ${showSome(names)} (the first, ${showCell(names[0] as string)}, on ${showLine(table, table.lines[first] as number)})`,
    );
  }
  return fileError(
    {
      file: table.file,
      ...(table.sheet !== undefined && { sheet: table.sheet }),
      ...(first !== undefined && { line: table.lines[first] as number }),
    },
    `unmatched names. ${problems.join('; ')}. Expected the same names in the spectra and the samples file. Correct the names, or add or remove rows.`,
  );
}
