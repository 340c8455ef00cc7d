import { SpectroSimError } from '@spectrosim/models';
import type { BenchmarkProtocolName } from '@spectrosim/training';
import { type DataSource, datasetHash, loadDataset, sourceOf } from './data-source.js';
import { expandRows } from './expand-rows.js';
import { type Experiment, type ExperimentRow, seedsOf } from './experiment.js';
import { parametersOf, type RunWork, workOf } from './row-system.js';
import { keyOf } from './run-key.js';

/** One run: a row on data under a protocol with a seed. Plain data, so that a process can be told of it. */
export interface PlannedRun {
  readonly key: string;
  readonly title: string;
  readonly row: string;
  readonly source: DataSource;
  /** Absent of a cost, which has no test. */
  readonly protocol?: BenchmarkProtocolName;
  readonly seed: number;
  readonly work: RunWork;
  readonly threads: number;
  /** Alone on the machine, with all its cores: a large model, or a cost that is to be measured on a quiet machine. */
  readonly alone: boolean;
  /** Numbers that it trains. */
  readonly parameters: number;
  /** What it may take of the machine's memory, estimated. */
  readonly memoryBytes: number;
  /** How long it takes in comparison with others, estimated. */
  readonly weight: number;
}

/** What was planned. */
export interface Plan {
  readonly rows: readonly ExperimentRow[];
  readonly runs: readonly PlannedRun[];
  /** What is not run and why, a line each. */
  readonly leftOut: readonly string[];
  /** Names of the rows whose models are large. */
  readonly large: readonly string[];
}

/** What a plan depends on besides the experiment. */
export interface Circumstances {
  readonly threads: number;
  /** Of the machine. */
  readonly cores: number;
  /** What takes part in results: of this program and of ONNX Runtime. */
  readonly versions: Readonly<Record<string, string>>;
  readonly note: (text: string) => void;
}

/** Weights, gradients and two moments, in two states between which steps swap, and what the runtime keeps of a step. */
const COPIES = 12;
const BYTES = 4;
/** Of a process that does next to nothing: program, libraries, spectra. */
const BASE_BYTES = 600e6;

/**
 * Plans the runs of an experiment: seeds are the outer loop, so that what is done early is whole tables; large models come last.
 *
 * @throws SpectroSimError `usage` for settings that are wrong; `input` for data that cannot be read
 */
export async function planRuns(experiment: Experiment, circumstances: Circumstances): Promise<Plan> {
  const rows = expandRows(experiment);
  const sources = experiment.data.map(sourceOf);
  refuseTwice(sources.map(({ name }) => name));
  const runs: PlannedRun[] = [];
  const leftOut = new Set<string>();
  const large = new Set<string>();
  for (const source of sources) {
    const { bins, identity } = await identified(source, circumstances.note);
    const seeds = seedsOf(experiment, 'simulator' in source);
    // The same for every seed, and counting the largest takes a while.
    const counted = new Map<ExperimentRow, number>();
    for (const seed of seeds) {
      for (const row of rows) {
        const work = workOf(row, experiment, { seed, bins });
        const parameters = counted.get(row) ?? parametersOf(work, bins);
        counted.set(row, parameters);
        const isLarge = parameters > experiment.large.above;
        const own = isLarge ? seeds.slice(0, experiment.large.seeds) : seeds;
        const why = isLarge ? leavesOut(experiment, source, row, parameters) : undefined;
        if (isLarge) {
          large.add(row.name);
        }
        if (why !== undefined) {
          leftOut.add(why);
        } else if (own.includes(seed) && (work.kind !== 'cost' || seed === seeds[0])) {
          const alone = isLarge || work.kind === 'cost';
          const threads = alone ? circumstances.cores : circumstances.threads;
          const common = { work, seed, threads };
          for (const protocol of work.kind === 'cost' ? [undefined] : experiment.protocols) {
            runs.push({
              key: keyOf({ ...common, protocol, data: identity(seed), versions: circumstances.versions }),
              title: experiment.title,
              row: row.name,
              source,
              ...(protocol !== undefined && { protocol }),
              ...common,
              alone,
              parameters,
              memoryBytes: BASE_BYTES + COPIES * BYTES * parameters,
              weight: weightOf(work, parameters),
            });
          }
        }
      }
    }
  }
  refuseAlike(runs);
  return {
    rows,
    runs: [...runs.filter(({ alone }) => !alone), ...runs.filter(({ alone }) => alone)],
    leftOut: [...leftOut],
    large: [...large],
  };
}

/** Bins of a source, and what tells its data from others, by seed. */
async function identified(source: DataSource, note: (text: string) => void) {
  if ('simulator' in source) {
    const { simulator } = source;
    return { bins: simulator.axis.bins, identity: (seed: number): unknown => ({ simulator, seed }) };
  }
  const { set, dataset } = await loadDataset(source, 0);
  for (const text of set.notes) {
    note(text);
  }
  const hash = datasetHash(dataset);
  return { bins: dataset.rows.bins, identity: (): unknown => hash };
}

function leavesOut(
  { large }: Experiment,
  source: DataSource,
  { name, kind }: ExperimentRow,
  parameters: number,
): string | undefined {
  const size = `${name}, of ${parameters.toLocaleString('en-GB')} parameters`;
  if (large.leaveOut) {
    return `${size}, for time: more than ${large.above.toLocaleString('en-GB')} are left out here.`;
  }
  return large.simulatedOnly && kind !== 'cost' && !('simulator' in source)
    ? `${size}, on ${source.name}: with more than ${large.above.toLocaleString('en-GB')} only simulated data are run.`
    : undefined;
}

/** Seconds of a core, roughly, by which the time that is left is estimated. */
function weightOf(work: RunWork, parameters: number): number {
  switch (work.kind) {
    case 'cost':
      return 20 + 3e-7 * parameters;
    case 'floor':
      return 2;
    case 'baseline':
      return 6;
    case 'verifier':
      return work.candidates.includes('encoder') ? 60 : 15;
    default:
      return 4 + (work.epochs === undefined ? work.config.steps : 4 * work.epochs) * (0.1 + 1.2e-8 * parameters);
  }
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) {
    throw new SpectroSimError('usage', `Two data sets are called "${twice[0]}". Give each a "name" of its own.`);
  }
}

function refuseAlike(runs: readonly PlannedRun[]): void {
  const rowOf = new Map<string, string>();
  for (const { key, row } of runs) {
    const other = rowOf.get(key);
    if (other !== undefined) {
      throw new SpectroSimError(
        'usage',
        `The rows "${other}" and "${row}" have the same settings. Expected each to differ in what it measures. Remove one.`,
      );
    }
    rowOf.set(key, row);
  }
}
