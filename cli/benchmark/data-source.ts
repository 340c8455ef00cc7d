import { createHash } from 'node:crypto';
import { basename, dirname, extname } from 'node:path';
import type { SpectrumSet } from '@spectrosim/models';
import {
  type Dataset,
  type SimulatorInput,
  type SimulatorParameters,
  simulate,
  simulatorParameters,
} from '@spectrosim/training';
import { isFolder } from '../find-input.js';
import { type RoleOptions, readSpectra, toDataset } from '../input-files.js';
import type { InputOptions } from '../input-options.js';
import type { ExperimentData } from './experiment.js';

/** Where a run's spectra come from, as a process is told. */
export type DataSource =
  | { readonly name: string; readonly simulator: SimulatorParameters }
  | {
      readonly name: string;
      readonly file: string;
      readonly samples?: string;
      readonly roles: RoleOptions;
      readonly input: InputOptions;
    };

/** The source of an experiment's data. @throws SpectroSimError `usage` for settings that the simulator does not have */
export function sourceOf({ name, simulate: settings, file, samples, ...rest }: ExperimentData): DataSource {
  if (settings !== undefined) {
    const { difficulty, ...changes } = settings;
    const simulator = simulatorParameters(difficulty, changes as SimulatorInput);
    return { name: name ?? `simulated, ${difficulty}`, simulator };
  }
  const { group = '', run, stratum, decimal, orientation, axis, sheet } = rest;
  const path = file as string;
  return {
    name: name ?? nameOf(path),
    file: path,
    ...(samples === undefined ? {} : { samples }),
    roles: { group, ...(run === undefined ? {} : { run }), ...(stratum === undefined ? {} : { stratum }) },
    input: {
      ...(decimal === undefined ? {} : { decimal }),
      ...(orientation === undefined ? {} : { orientation }),
      ...(axis === undefined ? {} : { axis }),
      ...(sheet === undefined ? {} : { sheet }),
    },
  };
}

/** A file called `spectra` is known by its folder. */
function nameOf(path: string): string {
  const stem = basename(path).split('.')[0] ?? basename(path, extname(path));
  return !isFolder(path) && stem === 'spectra' && dirname(path) !== '.' ? basename(dirname(path)) : stem;
}

/** Column of the source that simulated spectra are of. */
const SIMULATED_GROUP = 'batch';

/** The spectra of a source: simulated ones are new with each seed, a file is the same for all. */
export async function loadDataset(source: DataSource, seed: number): Promise<{ set: SpectrumSet; dataset: Dataset }> {
  if ('simulator' in source) {
    const set = simulate(source.simulator, seed);
    return { set, dataset: await toDataset(set, { group: SIMULATED_GROUP }) };
  }
  const set = await readSpectra(source.file, source.samples, source.input);
  return { set, dataset: await toDataset(set, source.roles) };
}

/** Everything of a dataset that decides a result: spectra and groups, and runs and strata, which decide splits and hard pairs. */
export function datasetHash({ hash, runs, strata }: Dataset): string {
  return createHash('sha256').update(JSON.stringify({ hash, runs, strata })).digest('hex');
}
