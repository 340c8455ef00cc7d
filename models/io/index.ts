/**
 * Bytes of a file → `SpectrumSet`, and back. Works in node and in a page.
 *
 * @example
 * ```ts
 * import { readSpectra } from '@spectrosim/models/io';
 *
 * const set = await readSpectra(file.stream(), { name: file.name });
 * ```
 * @module
 */
export type { ByteSource } from './byte-source.js';
export { joinSamples } from './join-samples.js';
export type { DecimalMark, Orientation, ReadOptions, TableOptions } from './options.js';
export { readSamples, type SampleTable } from './read-samples.js';
export { readSpectra } from './read-spectra.js';
export { readSpectrumFiles } from './read-spectrum-files.js';
export { type InputFile, readSpectrumSet } from './read-spectrum-set.js';
export { columnOf, type RoleColumn, type RoleNames, type Roles, resolveRoles } from './roles.js';
export { writeSamples, writeSpectra } from './write-table.js';
