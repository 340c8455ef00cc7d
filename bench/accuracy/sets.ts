import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Axis, type SpectrumSet, selectRows } from '@spectrosim/models';
import { readSpectrumSet, resolveRoles } from '@spectrosim/models/io';
import {
  createDataset,
  type Dataset,
  SIMULATOR_PRESETS,
  type SimulatorInput,
  type SimulatorPreset,
  simulate,
  simulatorParameters,
} from '@spectrosim/training';

/** The real sets, by the names of their folders; spectra of one `sample` are of one source. */
export const REAL_SETS = ['dims-mtbls79', 'oliveoil-ftir', 'fishoil-raman'] as const;

/** One of {@link REAL_SETS}. */
export type RealSet = (typeof REAL_SETS)[number];

/** How hard simulated batches are to tell apart. */
export const DIFFICULTIES: readonly SimulatorPreset[] = SIMULATOR_PRESETS;

/** Those of the real sets that are in a folder, and those that are not. */
export function findSets(folder: string, wanted: readonly RealSet[]): { found: RealSet[]; missing: RealSet[] } {
  const there = (set: RealSet) => existsSync(join(folder, set, 'spectra.csv'));
  return { found: wanted.filter(there), missing: wanted.filter((set) => !there(set)) };
}

/** Reads a real set as `spectrosim evaluate --group sample` does: quality controls left out, run and stratum by name. */
export async function readSet(folder: string, set: RealSet): Promise<Dataset> {
  const open = (name: string) => ({ name: `${set}/${name}`, source: createReadStream(join(folder, set, name)) });
  return toDataset(await readSpectrumSet({ spectra: open('spectra.csv'), samples: open('samples.csv') }), 'sample');
}

/** A hash of a real set's files: another folder, or a file that was changed, is another set. */
export function hashSet(folder: string, set: RealSet): string {
  const hash = createHash('sha256');
  for (const name of ['spectra.csv', 'samples.csv']) {
    hash.update(`${name}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(folder, set, name)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/**
 * Simulates a set of the preset's 24 batches of 3 fish.
 *
 * @param onAxis puts its bins elsewhere @default where they are
 */
export async function simulatedSet(
  preset: SimulatorPreset,
  seed: number,
  changes: SimulatorInput = {},
  onAxis: (axis: Axis) => Axis = (axis) => axis,
): Promise<Dataset> {
  const set = simulate(simulatorParameters(preset, changes), seed);
  return toDataset({ ...set, axis: onAxis(set.axis) }, 'batch');
}

async function toDataset(set: SpectrumSet, column: string): Promise<Dataset> {
  const { group, included, run, stratum } = resolveRoles(set, { group: column });
  const kept = (values: readonly string[]) => included.map((i) => values[i] as string);
  return createDataset(
    selectRows(set, included),
    { column, values: kept(group.values) },
    {
      ...(run && { runs: kept(run.values) }),
      ...(stratum && { strata: { values: kept(stratum.values), numeric: stratum.numeric } }),
    },
  );
}
