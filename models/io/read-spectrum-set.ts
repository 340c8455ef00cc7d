import type { SpectrumSet } from '../spectrum-set.js';
import type { ByteSource } from './byte-source.js';
import { joinSamples } from './join-samples.js';
import { readSamples } from './read-samples.js';
import { readSpectra } from './read-spectra.js';

/** A file to read: its name for messages, and its bytes. */
export interface InputFile {
  readonly name: string;
  readonly source: ByteSource;
}

/**
 * Reads the two-file form: spectra, and what is known of them.
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
export async function readSpectrumSet(files: {
  readonly spectra: InputFile;
  readonly samples?: InputFile | undefined;
}): Promise<SpectrumSet> {
  const { spectra, samples } = files;
  // The small file first: a mistake in it is told before a large one is read.
  const table = samples && (await readSamples(samples.source, samples));
  const set = await readSpectra(spectra.source, spectra);
  return table ? joinSamples(set, table) : set;
}
