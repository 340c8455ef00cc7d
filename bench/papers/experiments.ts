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
export const STEPS = 100;

/** The simulated set and the real one, as tables call them. */
export const [SIMULATED, REAL] = ['simulated', 'dims-mtbls79'] as const;

/** Run on real spectra too. Sweeps and the study of leaks, which has many folds, are on simulated ones alone, so that all takes three hours. */
const ON_REAL: readonly PaperExperiment[] = ['classical', 'contrastive', 'methods', 'classification'];

/** Seeds that differ from those of the tables, as four protocols and their folds take long. */
const SEEDS: Partial<Record<PaperExperiment, number>> = { leaks: 3 };

/** A declared experiment, of which only what is changed is looked at. */
interface Declared {
  readonly title: string;
  readonly data?: readonly unknown[];
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
    rows: rows.filter(({ encoder }) => encoder !== TWIN),
    data: ON_REAL.includes(name) ? [...simulated, real] : simulated,
    seeds: { simulated: SEEDS[name] ?? 5, real: 3 },
    training: { ...ready.training, steps: STEPS, learningRate },
    large: { seeds: 2, simulatedOnly: true },
    ...(name === 'contrastive' && { keepScores: true }),
  };
  return quick ? quickened(changed, simulated) : changed;
}

/** One seed, three steps, few rows, one small set. */
function quickened(experiment: Declared, simulated: readonly unknown[]): Declared {
  const { rows = [], grid } = experiment;
  const [first] = simulated as [{ readonly simulate: object }];
  return {
    ...experiment,
    rows: rows.slice(0, 5),
    ...(grid && {
      grid: Object.fromEntries(
        Object.entries(grid).map(([axis, values]) => [axis, typeof values === 'string' ? values : values.slice(0, 2)]),
      ),
    }),
    data: [{ ...first, simulate: { ...first.simulate, design: { batches: 12 } } }],
    seeds: 1,
    training: { ...experiment.training, steps: 3 },
    large: { leaveOut: true },
  };
}

/** Whatever of an experiment decides its results, as a word: other settings go to another folder. */
export function experimentHash(experiment: object): string {
  return createHash('sha256').update(JSON.stringify(experiment)).digest('hex').slice(0, 8);
}
