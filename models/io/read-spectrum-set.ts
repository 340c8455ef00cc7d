import type { SpectrumSet } from '../spectrum-set.js';
import type { ByteSource } from './byte-source.js';
import { joinSamples } from './join-samples.js';
import { openFile } from './open-file.js';
import type { TableOptions } from './options.js';
import { readSamples, readSampleTable, samplesSheet } from './read-samples.js';
import { readSpectraTable } from './read-spectra.js';

/** A file to read: its name for messages, and its bytes. */
export interface InputFile {
  readonly name: string;
  readonly source: ByteSource;
}

/**
 * Reads spectra with what is known of them: from a samples file, else from the workbook's sheet `samples`, else from
 * columns of metadata in the spectra file.
 *
 * @throws SpectroSimError `input` as {@link readSpectra}, {@link readSamples} and {@link joinSamples} do.
 * @example
 * ```ts
 * const set = await readSpectrumSet({
 *   spectra: { name: 'spectra.csv', source: createReadStream('spectra.csv') },
 *   samples: { name: 'samples.csv', source: createReadStream('samples.csv') },
 * });
 * ```
 */
export async function readSpectrumSet(
  files: { readonly spectra: InputFile; readonly samples?: InputFile | undefined },
  options: TableOptions = {},
): Promise<SpectrumSet> {
  const { spectra, samples } = files;
  // The small file first: a mistake in it is told before a large one is read.
  const given = samples && (await readSamples(samples.source, samples));
  const file = await openFile(spectra.source, { ...options, name: spectra.name });
  const table = await file.table(options.sheet);
  const beside = given === undefined ? samplesSheet(file.sheets) : undefined;
  const found =
    beside === undefined || beside === table.origin.sheet ? given : await readSampleTable(await file.table(beside));
  const set = await readSpectraTable(table, options);
  if (found === undefined) {
    return set;
  }
  const joined = joinSamples(set, found);
  return given === undefined
    ? { ...joined, notes: [...joined.notes, `${spectra.name}: the sheet ${JSON.stringify(beside)} has the samples.`] }
    : joined;
}
