import { SpectroSimError, type SpectrumSet, selectRows } from '@spectrosim/models';
import { writeSamples, writeSpectra } from '@spectrosim/models/io';
import { writeFolder } from '@spectrosim/runtime-node';
import { simulate, simulatorParameters } from '@spectrosim/training';
import { type RoleOptions, readSpectra } from '../input-files.js';
import type { InputOptions } from '../input-options.js';

/** Options about a file of one's own. */
export type DataOptions = Partial<RoleOptions> & InputOptions & { readonly samples?: string };

/** Spectra to go the whole way with. */
export interface StartData {
  readonly set: SpectrumSet;
  readonly group: string;
  /** Of groups that nothing is chosen, fitted or measured on; absent where all are needed. */
  readonly aside?: SpectrumSet;
}

const BATCHES = 30;

/** Batches of each species that are kept aside: as a plant meets them, made after the model. */
const ASIDE = 3;

/**
 * Simulated spectra; the last batches of each species are kept aside for verdicts of the written model.
 *
 * @throws SpectroSimError `usage` for an option that is about a file.
 */
export function simulatedData(seed: number, options: DataOptions): StartData {
  const { samples, group, run, stratum, decimal, orientation, axis, sheet } = options;
  const aboutFiles = { samples, group, run, stratum, decimal, orientation, axis, sheet };
  const named = Object.entries(aboutFiles).find(([, value]) => value !== undefined);
  if (named !== undefined) {
    throw new SpectroSimError('usage', `--${named[0]} is about a file of yours: name it, as in "start spectra.csv".`);
  }
  const set = simulate(simulatorParameters('default', { design: { batches: BATCHES } }), seed);
  const column = (name: string) => set.columns.get(name) as readonly string[];
  const [batches, species, qc] = [column('batch'), column('species'), column('qc')];
  const fish = batches.flatMap((_, i) => (qc[i] === 'true' ? [] : [i]));
  const last = new Set(
    [...new Set(fish.map((i) => species[i]))].flatMap((one) => {
      const own = fish.filter((i) => species[i] === one).map((i) => batches[i] as string);
      return [...new Set(own)].slice(-ASIDE);
    }),
  );
  const at = (kept: boolean) => batches.flatMap((batch, i) => (last.has(batch) === kept ? [i] : []));
  return { set: selectRows(set, at(false)), group: 'batch', aside: selectRows(set, at(true)) };
}

/**
 * Spectra of one's own, all of which the model is fitted on.
 *
 * @throws SpectroSimError `usage` without a column that groups them; `input` when they cannot be read.
 */
export async function ownData(data: string, options: DataOptions): Promise<StartData> {
  const { samples, group } = options;
  const set = await readSpectra(data, samples, options);
  if (group === undefined) {
    throw new SpectroSimError(
      'usage',
      `Which column says what comes from one source? Add --group COLUMN, one of: ${[...set.columns.keys()].join(', ') || '(none: name the metadata with --samples FILE)'}.`,
    );
  }
  return { set, group };
}

/** Simulated spectra stay beside the model, to be looked at and compared. */
export async function keepData(folder: string, set: SpectrumSet): Promise<void> {
  await writeFolder(folder, {
    'spectra.csv': [...writeSpectra(set)].join(''),
    'samples.csv': [...writeSamples(set)].join(''),
  });
}
