import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The experiments of the page, in the order in which they are run; each is one that comes with the program. */
export const PAPERS = [
  'classical',
  'contrastive',
  'methods',
  'classification',
  'leaks',
  'temperature',
  'batch-size',
  'augmentations',
  'cost',
] as const;

/** Name of an experiment of the page. */
export type PaperExperiment = (typeof PAPERS)[number];

/** Steps of every training: one budget for all. */
export const STEPS = 80;

/** The simulated set and the real one, as tables call them. */
export const [SIMULATED, REAL] = ['simulated', 'dims-mtbls79'] as const;

/** Run on real spectra too. Sweeps and the study of leaks, which has many folds, are on simulated ones alone, so that all takes three hours. */
const ON_REAL: readonly PaperExperiment[] = ['classical', 'contrastive', 'methods', 'classification'];

/** Fewer seeds than the tables have: four protocols with all their folds take long, and so does a step of 256 spectra. */
const SEEDS: Partial<Record<PaperExperiment, number>> = { leaks: 3, 'batch-size': 3 };

/** Experiments in which models above the limit are left out; an hour would go into those of one table. */
const WITHOUT_LARGE: readonly PaperExperiment[] = ['classification'];

/** A declared experiment, of which only what is changed is looked at. */
export interface Declared {
  readonly title: string;
  readonly data?: readonly { readonly name?: string; readonly [other: string]: unknown }[];
  readonly protocols?: readonly string[];
  /** As this page has them: so many, from 1. */
  readonly seeds?: number | { readonly simulated: number; readonly real: number };
  readonly rows?: readonly {
    readonly name: string;
    readonly published?: string;
    readonly note?: string;
    readonly encoder?: unknown;
  }[];
  readonly grid?: Readonly<Record<string, readonly unknown[] | string>>;
  readonly training?: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

/** What the page changes of the experiments that come with the program. */
export interface PaperSettings {
  readonly learningRate: number;
  /** The folder of the real sets. */
  readonly data: string;
  /** A little of everything. */
  readonly quick: boolean;
}

/** Rows that are left out, so that all takes three hours: ten folds of runs held out train ten models. */
const LEFT_OUT: Partial<Record<PaperExperiment, readonly string[]>> = { leaks: ['transformer, binary classifier'] };

/** The encoder that is the same as `paper/cnn`, weight by weight: it is counted, and not trained again. */
const TWIN = 'paper/resnet';

/** An experiment as it comes with the program. */
export function readyExperiment(name: PaperExperiment): Declared {
  // Beside the sources as beside the build.
  const folder = ['../../cli/benchmarks/', '../../../cli/benchmarks/']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place)) as string;
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Declared;
}

/** An experiment with the page's data, seeds, budget and learning rate. */
export function paperExperiment(name: PaperExperiment, { learningRate, data, quick }: PaperSettings): Declared {
  const { quick: _, full: __, rows = [], ...ready } = readyExperiment(name);
  if (name === 'cost') {
    return { ...ready, rows: quick ? rows.slice(0, 2) : rows };
  }
  const real = {
    name: REAL,
    file: join(data, REAL, 'spectra.csv'),
    samples: join(data, REAL, 'samples.csv'),
    group: 'sample',
  };
  const simulated = ready.data ?? [{ name: SIMULATED, simulate: { difficulty: 'default' } }];
  const changed: Declared = {
    ...ready,
    rows: rows.filter((row) => row.encoder !== TWIN && LEFT_OUT[name]?.includes(row.name) !== true),
    data: ON_REAL.includes(name) ? [...simulated, real] : simulated,
    seeds: { simulated: SEEDS[name] ?? 5, real: 3 },
    training: { ...ready.training, steps: STEPS, learningRate },
    large: { seeds: 2, simulatedOnly: true, leaveOut: WITHOUT_LARGE.includes(name) },
    ...(name === 'contrastive' && { keepScores: true }),
  };
  return quick ? quickened(changed) : changed;
}

/** One seed, three steps, few rows, one set, no protocol of ten folds. */
function quickened(experiment: Declared): Declared {
  const { rows = [], grid, protocols } = experiment;
  return {
    ...experiment,
    rows: rows.slice(0, 4),
    ...(protocols && { protocols: protocols.filter((protocol) => protocol !== 'groups-and-runs') }),
    ...(grid && {
      grid: Object.fromEntries(
        Object.entries(grid).map(([axis, values]) => [axis, typeof values === 'string' ? values : values.slice(0, 2)]),
      ),
    }),
    data: [{ name: SIMULATED, simulate: { difficulty: 'default' } }],
    seeds: 1,
    training: { ...experiment.training, steps: 3 },
    large: { leaveOut: true },
  };
}

/** Whatever of an experiment decides its results, as a word: other settings go to another folder. */
export function experimentHash(experiment: object): string {
  return createHash('sha256').update(JSON.stringify(experiment)).digest('hex').slice(0, 8);
}
