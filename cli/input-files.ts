import { createReadStream, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SpectroSimError, type SpectrumSet, selectRows } from '@spectrosim/models';
import { readSpectrumSet, resolveRoles } from '@spectrosim/models/io';
import { createDataset, type Dataset } from '@spectrosim/training';

const ENDINGS = ['.csv', '.tsv', '.csv.gz', '.tsv.gz'];

/** Opens a file for streaming. @throws SpectroSimError `input` when there is none. */
function open(path: string) {
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new SpectroSimError('input', `${path} is a folder. Name the file in it.`);
  }
  if (!existsSync(path)) {
    throw new SpectroSimError('input', `There is no file ${path}. Check the name.`);
  }
  return { name: path, source: createReadStream(path) };
}

/** A file called `stem` with any ending that can be read. */
function find(folder: string, stem: string): string | undefined {
  return ENDINGS.map((ending) => join(folder, stem + ending)).find((path) => existsSync(path));
}

/**
 * Reads spectra with their metadata: a folder with `spectra.csv` and `samples.csv`, or a spectra file with `samples`
 * named, or `samples.csv` beside it.
 */
export async function readSpectra(data: string, samples: string | undefined): Promise<SpectrumSet> {
  if (existsSync(data) && statSync(data).isDirectory()) {
    const spectra = find(data, 'spectra');
    if (spectra === undefined) {
      throw new SpectroSimError(
        'input',
        `${data} has no spectra.csv (or .tsv, .gz). Name the file itself, with --samples FILE.`,
      );
    }
    return readSpectra(spectra, samples ?? find(data, 'samples'));
  }
  const beside = samples ?? find(dirname(data), 'samples');
  return readSpectrumSet({ spectra: open(data), ...(beside === undefined ? {} : { samples: open(beside) }) });
}

/** Reads the spectra of one file, without metadata. */
export async function readBareSpectra(path: string): Promise<SpectrumSet> {
  return readSpectrumSet({ spectra: open(path) });
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
  options: RoleOptions & { readonly samples?: string },
  note: (text: string) => void,
): Promise<{ set: SpectrumSet; dataset: Dataset }> {
  const set = await readSpectra(data, options.samples);
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
