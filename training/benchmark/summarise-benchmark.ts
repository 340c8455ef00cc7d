import { SpectroSimError } from '@spectrosim/models';
import { meanAndSd } from '../evaluation/mean-and-sd.js';
import { type BenchmarkProtocolName, leaks } from './benchmark-protocol.js';
import type { BenchmarkMeasureName, BenchmarkMeasures } from './measures.js';
import { holm, type PairedTest, pairedTest } from './paired-test.js';
import type { BenchmarkRecord, FailedRecord, MeasuredRecord } from './record.js';

/** A row of an experiment, as tables need it. */
export interface RowOfTable {
  readonly name: string;
  readonly kind: string;
  /** As printed in the papers. */
  readonly published?: string | undefined;
  readonly note?: string | undefined;
}

/** How a row stands to another on the same splits. */
export interface Comparison extends PairedTest {
  /** Adjusted by Holm over the rows of the table. */
  readonly adjusted: number;
  /** At 5% of the adjusted p. */
  readonly verdict: 'better' | 'tie' | 'worse';
}

/** Why there is no comparison. */
export type NoComparison = 'too few seeds' | 'leaks' | 'is it';

/** A mean over seeds; the interval is by Student's t, from three seeds up. */
export interface SeedMean {
  readonly mean: number;
  readonly sd: number;
  readonly lo?: number;
  readonly hi?: number;
}

/** A row of a table: one system over the seeds of one data set under one protocol. */
export interface SummarisedRow extends RowOfTable {
  readonly seeds: readonly number[];
  readonly parameters?: number;
  readonly measures: Partial<Readonly<Record<BenchmarkMeasureName, SeedMean>>>;
  /** Before training. */
  readonly untrained?: SeedMean;
  /** The floor of the same splits. */
  readonly floor: SeedMean;
  /** ROC AUC by seed, in the order of `seeds`. */
  readonly aucs: readonly number[];
  readonly againstFloor: Comparison | NoComparison;
  /** Against the table's best row. */
  readonly againstBest: Comparison | NoComparison;
  /** Against itself before training; absent of what is not trained by gradients. */
  readonly againstUntrained?: Comparison | NoComparison;
  /** Spectra in one step that were asked for, and those that there were, where these are fewer. */
  readonly lowered?: { readonly asked: number; readonly batch: number };
  /** Mean wall time of a run. */
  readonly seconds: number;
}

/** A table: all rows on one data set under one protocol. */
export interface BenchmarkTable {
  readonly data: string;
  readonly simulated: boolean;
  /** Every seed has a set of its own; otherwise seeds are splits of one set. */
  readonly newEachSeed: boolean;
  readonly protocol: BenchmarkProtocolName;
  /** How the set was cut, in words. */
  readonly split: string;
  readonly leak?: string;
  readonly hardPairs: string;
  readonly rows: readonly SummarisedRow[];
  /** The row with the highest mean ROC AUC of those with the most seeds; none where no row was measured. */
  readonly best?: string;
  readonly failed: readonly FailedRecord[];
}

/** Level of the tests. */
const LEVEL = 0.05;

/**
 * Tables of the records of a benchmark, one for each data set and protocol, in the order in which they first come.
 *
 * ROC AUC is compared, on splits that both systems have: by the corrected resampled t-test where splits are of one set, whose training
 * sides overlap, by the paired t-test where every seed has a set of its own; see `pairedTest`. A protocol that leaks is not tested: what
 * it measures is not what it says.
 *
 * @param rows in the order of the table; records of other rows are passed over
 * @throws SpectroSimError `input` for two records of one row with one seed on the same data under the same protocol: a seed counts once
 */
export function summariseBenchmark(records: readonly BenchmarkRecord[], rows: readonly RowOfTable[]): BenchmarkTable[] {
  const tables = new Map<string, Tabled[]>();
  for (const record of records.filter(isTabled).filter(({ row }) => rows.some(({ name }) => name === row))) {
    const place = JSON.stringify([record.data.name, record.protocol]);
    tables.set(place, [...(tables.get(place) ?? []), record]);
  }
  return [...tables.values()].map((of) => {
    refuseTwice(of);
    return tableOf(of, rows);
  });
}

function refuseTwice(records: readonly Tabled[]): void {
  const known = new Set<string>();
  for (const { row, seed, data, protocol } of records) {
    const place = JSON.stringify([row, seed]);
    if (known.has(place)) {
      throw new SpectroSimError(
        'input',
        `Two records of "${row}" with seed ${seed} on ${data.name} under ${protocol}. Expected one, as each seed counts once. Keep those whose keys the experiment has as it is now.`,
      );
    }
    known.add(place);
  }
}

/** A record of a protocol; costs have none. */
type Tabled = (MeasuredRecord | FailedRecord) & { readonly protocol: BenchmarkProtocolName };

function isTabled(record: BenchmarkRecord): record is Tabled {
  return record.kind !== 'cost';
}

function tableOf(records: readonly Tabled[], rows: readonly RowOfTable[]): BenchmarkTable {
  const measured = records.filter((record) => 'measures' in record);
  const first = measured[0] ?? (records[0] as Tabled);
  const ofRow = new Map(
    rows.flatMap((row) => {
      const own = measured.filter((record) => record.row === row.name).sort((a, b) => a.seed - b.seed);
      return own.length === 0 ? [] : [[row, own] as const];
    }),
  );
  const meanAuc = (of: readonly MeasuredRecord[]) => meanAndSd(of.map(({ measures }) => measures.model.auc)).mean;
  // Means over other seeds are of other splits, or of other sets.
  const most = Math.max(...[...ofRow.values()].map((own) => own.length));
  const whole = [...ofRow].filter(([, own]) => own.length === most);
  const best = whole.reduce<readonly [RowOfTable, readonly MeasuredRecord[]] | undefined>(
    (winner, one) => (winner === undefined || meanAuc(one[1]) > meanAuc(winner[1]) ? one : winner),
    undefined,
  );
  const tested = !leaks(first.protocol);
  const againstFloor = compared(ofRow, tested, (row, own) =>
    row.kind === 'floor' ? 'is it' : test(own, (record) => record, floorAuc),
  );
  const againstBest = compared(ofRow, tested, (row, own) => {
    if (best === undefined || row === best[0]) {
      return 'is it';
    }
    return test(own, ({ seed }) => best[1].find((other) => other.seed === seed), modelAuc);
  });
  const trained = new Map(
    [...ofRow].filter(([, own]) => own.every(({ measures }) => measures.untrained !== undefined)),
  );
  const againstUntrained = compared(trained, tested, (_, own) => test(own, (record) => record, untrainedAuc));
  return {
    data: first.data.name,
    simulated: first.data.simulated,
    newEachSeed: first.data.newEachSeed,
    protocol: first.protocol,
    split: 'split' in first ? first.split : first.protocol,
    ...('leak' in first && first.leak !== undefined ? { leak: first.leak } : {}),
    hardPairs: 'hardPairs' in first ? first.hardPairs : '',
    rows: [...ofRow].map(([row, own]) =>
      summarised(row, own, {
        floor: againstFloor.get(row),
        best: againstBest.get(row),
        untrained: againstUntrained.get(row),
      }),
    ),
    ...(best === undefined ? {} : { best: best[0].name }),
    failed: records.filter((record) => 'failed' in record),
  };
}

type Auc = (fold: MeasuredRecord['folds'][number]) => number;
const modelAuc: Auc = ({ measures }) => measures.model.auc;
const floorAuc: Auc = ({ measures }) => measures.floor.auc;
const untrainedAuc: Auc = ({ measures }) => measures.untrained?.auc ?? Number.NaN;

/** A row's ROC AUC minus another's on the same splits, tested. */
function test(
  own: readonly MeasuredRecord[],
  otherOf: (record: MeasuredRecord) => MeasuredRecord | undefined,
  auc: Auc,
): PairedTest | undefined {
  const both = own.flatMap((record) => {
    const other = otherOf(record);
    return other === undefined ? [] : [[record, other] as const];
  });
  const folds = both.map(([record, other]) =>
    record.folds.map((fold, i) => modelAuc(fold) - auc(other.folds[i] as MeasuredRecord['folds'][number])),
  );
  return overSeeds(own, folds);
}

/** Values by seed and fold: of one set all are values, of sets of their own each seed has one. */
function overSeeds(records: readonly MeasuredRecord[], folds: readonly (readonly number[])[]): PairedTest | undefined {
  // Folds do not make up for seeds: what is drawn by the seed, weights above all, is then drawn too rarely.
  if (folds.length < FEWEST_SEEDS) {
    return undefined;
  }
  if (records.every(({ data }) => data.newEachSeed)) {
    return pairedTest(
      folds.map((values) => meanAndSd(values).mean),
      0,
    );
  }
  const overlaps = records.flatMap((record) =>
    record.folds.map(({ trainSpectra, testSpectra }) => testSpectra / trainSpectra),
  );
  return pairedTest(folds.flat(), meanAndSd(overlaps).mean);
}

const FEWEST_SEEDS = 3;

function compared(
  rows: ReadonlyMap<RowOfTable, readonly MeasuredRecord[]>,
  tested: boolean,
  compare: (row: RowOfTable, own: readonly MeasuredRecord[]) => PairedTest | undefined | 'is it',
): Map<RowOfTable, Comparison | NoComparison> {
  const outcomes = [...rows].map(([row, own]) => [row, compare(row, own)] as const);
  const tests = outcomes.flatMap(([row, outcome]) =>
    tested && outcome !== undefined && outcome !== 'is it' ? [[row, outcome] as const] : [],
  );
  const adjusted = holm(tests.map(([, { p }]) => p));
  const comparisons = new Map(
    tests.map(([row, outcome], i) => {
      const p = adjusted[i] as number;
      const verdict = p >= LEVEL ? 'tie' : outcome.mean > 0 ? 'better' : 'worse';
      return [row, { ...outcome, adjusted: p, verdict } as const];
    }),
  );
  const without = (outcome: PairedTest | undefined | 'is it') =>
    outcome === 'is it' ? outcome : tested ? 'too few seeds' : 'leaks';
  return new Map(outcomes.map(([row, outcome]) => [row, comparisons.get(row) ?? without(outcome)]));
}

function summarised(
  row: RowOfTable,
  own: readonly MeasuredRecord[],
  against: Readonly<Record<'floor' | 'best' | 'untrained', Comparison | NoComparison | undefined>>,
): SummarisedRow {
  const seedMean = (of: (measures: MeasuredRecord['measures']) => number | undefined): SeedMean | undefined => {
    const values = own.map(({ measures }) => of(measures)).filter((value) => value !== undefined);
    if (values.length < own.length) {
      return undefined;
    }
    const folds = own.map((record) => record.folds.map((fold) => of(fold.measures) ?? Number.NaN));
    const interval = overSeeds(own, folds);
    return { ...meanAndSd(values), ...(interval && { lo: interval.lo, hi: interval.hi }) };
  };
  const names = Object.keys(own[0]?.measures.model ?? {}) as (keyof BenchmarkMeasures)[];
  const measures = names.flatMap((name) => {
    const mean = seedMean(({ model }) => model[name]);
    return mean === undefined ? [] : [[name, mean] as const];
  });
  const untrained = seedMean((of) => of.untrained?.auc);
  const parameters = own[0]?.parameters;
  const asked = (own[0]?.settings as { config?: { batch?: number } } | undefined)?.config?.batch;
  const batch = Math.min(...own.map(({ training }) => training?.batch ?? Number.POSITIVE_INFINITY));
  return {
    ...row,
    seeds: own.map(({ seed }) => seed),
    ...(parameters === undefined ? {} : { parameters }),
    measures: Object.fromEntries(measures),
    ...(untrained && { untrained }),
    floor: seedMean(({ floor }) => floor.auc) as SeedMean,
    aucs: own.map((record) => record.measures.model.auc),
    againstFloor: against.floor ?? 'too few seeds',
    againstBest: against.best ?? 'too few seeds',
    ...(against.untrained && { againstUntrained: against.untrained }),
    ...(asked !== undefined && batch < asked && { lowered: { asked, batch } }),
    seconds: meanAndSd(own.map(({ seconds }) => seconds)).mean,
  };
}
