import { dirname } from 'node:path';
import { SpectroSimError, type SpectrumSet, selectRows } from '@spectrosim/models';
import {
  readSpectra as readSpectraFile,
  readSpectrumFiles,
  readSpectrumSet,
  resolveRoles,
} from '@spectrosim/models/io';
import { createDataset, type Dataset } from '@spectrosim/training';
import { findByStem, inputFile, isFolder, listSpectra } from './find-input.js';
import { type InputOptions, inputOptions } from './input-options.js';

/**
 * Reads spectra with their metadata: a file, a folder with `spectra.csv`, or a folder with one file a spectrum. The
 * metadata are in `samples` when it is named, else in `samples.csv` beside the spectra, else in the spectra file itself.
 */
export async function readSpectra(
  data: string,
  samples: string | undefined,
  options: InputOptions = {},
): Promise<SpectrumSet> {
  if (!isFolder(data)) {
    return readTable(data, samples ?? findByStem(dirname(data), 'samples'), options);
  }
  const beside = samples ?? findByStem(data, 'samples');
  const table = findByStem(data, 'spectra');
  return table === undefined ? readFolder(data, beside, options) : readTable(table, beside, options);
}

async function readTable(data: string, samples: string | undefined, options: InputOptions): Promise<SpectrumSet> {
  const files = { spectra: inputFile(data), samples: samples === undefined ? undefined : inputFile(samples) };
  return readSpectrumSet(files, inputOptions(options));
}

async function readFolder(folder: string, samples: string | undefined, options: InputOptions): Promise<SpectrumSet> {
  const { spectra, others } = listSpectra(folder);
  if (spectra.length === 0) {
    throw new SpectroSimError(
      'input',
      `${folder} has no spectra. Expected spectra.csv (or .tsv, .xlsx, .gz), or one such file a spectrum. Name the file itself, with --samples FILE.`,
    );
  }
  const files = { spectra: spectra.map(inputFile), samples: samples === undefined ? undefined : inputFile(samples) };
  const set = await readSpectrumFiles(files, inputOptions(options));
  const passed =
    others.length === 0 ? '' : `; passed over: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ' …' : ''}`;
  return { ...set, notes: [...set.notes, `${folder}: ${spectra.length} files with one spectrum each${passed}.`] };
}

/** Reads the spectra of one file, without a samples file or sheet. */
export async function readBareSpectra(path: string, options: InputOptions = {}): Promise<SpectrumSet> {
  const { name, source } = inputFile(path);
  return readSpectraFile(source, { ...inputOptions(options), name });
}

/** Options that name the columns' roles. */
export interface RoleOptions {
  readonly group: string;
  readonly run?: string;
  readonly stratum?: string;
}

/** A dataset of the spectra that are not quality controls. */
export async function toDataset(set: SpectrumSet, options: RoleOptions): Promise<Dataset> {
  const roles = resolveRoles(set, options);
  const included = ({ values }: { readonly values: readonly string[] }) =>
    roles.included.map((i) => values[i] as string);
  return createDataset(
    selectRows(set, roles.included),
    { column: roles.group.column, values: included(roles.group) },
    {
      ...(roles.run && { runs: included(roles.run) }),
      ...(roles.stratum && { strata: { values: included(roles.stratum), numeric: roles.stratum.numeric } }),
    },
  );
}

/** {@link readSpectra} and {@link toDataset} in one; what reading changed is noted. */
export async function readDataset(
  data: string,
  options: RoleOptions & InputOptions & { readonly samples?: string },
  note: (text: string) => void,
): Promise<{ set: SpectrumSet; dataset: Dataset }> {
  const set = await readSpectra(data, options.samples, options);
  const dataset = await toDataset(set, options);
  set.notes.forEach((text) => {
    note(text);
  });
  return { set, dataset };
}

/** What a dataset holds, in a line: spectra, groups, and what was left out. */
export function describeData({ names, groups, groupColumn }: Dataset, set: SpectrumSet): string {
  const count = new Set(groups).size;
  const left = set.names.length - names.length;
  const leftOut = left === 0 ? '' : `; ${left} quality controls left out`;
  return `${names.length} spectra in ${count} group${count === 1 ? '' : 's'} by "${groupColumn}"${leftOut}`;
}
