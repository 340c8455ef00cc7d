import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LoadOptions, selectRows } from '@spectrosim/models';
import { readSpectrumSet, resolveRoles } from '@spectrosim/models/io';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  allPairs,
  areaUnderRoc,
  balancedAccuracy,
  boundedLlr,
  type ChosenVerifier,
  chooseVerifier,
  cllr,
  createDataset,
  type Dataset,
  encoderFitter,
  equalErrorRate,
  graphEngine,
  groupFolds,
  minCllr,
  rowsAt,
  runOnRows,
  scorePairs,
  type TriedVerifier,
} from '@spectrosim/training';

const FOLDS = 5;

/** The real sets, where they are. */
export const REAL_SETS = ['dims-mtbls79', 'oliveoil-ftir', 'fishoil-raman'].map((name) =>
  fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url)),
);

/** What is measured beside each other. */
export const SYSTEMS = ['floor', 'labelFree', 'linear', 'encoder', 'chosen'] as const;

/** Measures of one system in one partition, all folds' log-likelihood ratios pooled. */
export interface PartitionMeasures {
  readonly auc: number;
  readonly eer: number;
  readonly balancedAccuracy: number;
  readonly cllr: number;
  readonly minCllr: number;
}

/** One set's results. */
export interface BackEndsRow {
  readonly set: string;
  readonly spectra: number;
  readonly bins: number;
  readonly groups: number;
  /** Seconds of one partition: five ladders, fits and tests. */
  readonly seconds: readonly number[];
  readonly chosen: readonly string[];
  readonly partitions: Readonly<Record<(typeof SYSTEMS)[number], readonly PartitionMeasures[]>>;
}

/** Cross-validates the ladder: each fold's verifier is chosen, fitted and calibrated on its training side alone. */
export async function benchBackEnds(
  folders: readonly string[],
  { partitions, threads }: { readonly partitions: number; readonly threads: number },
  note: (text: string) => void,
): Promise<BackEndsRow[]> {
  const rows: BackEndsRow[] = [];
  for (const folder of folders) {
    rows.push(await crossValidated(basename(folder), await read(folder), partitions, threads, note));
  }
  return rows;
}

async function read(folder: string): Promise<Dataset> {
  const open = (name: string) => ({ name, source: createReadStream(join(folder, name)) });
  const set = await readSpectrumSet({ spectra: open('spectra.csv'), samples: open('samples.csv') });
  const { group, included } = resolveRoles(set, { group: 'sample' });
  const values = included.map((i) => group.values[i] as string);
  return createDataset(selectRows(set, included), { column: group.column, values });
}

async function crossValidated(
  set: string,
  dataset: Dataset,
  partitions: number,
  threads: number,
  note: (text: string) => void,
): Promise<BackEndsRow> {
  const options: LoadOptions = { provider: 'cpu', threads };
  const runtime = nodeRuntime();
  const run: Parameters<typeof scorePairs>[3] = (fn, rows, weights) => runOnRows(runtime, options, fn, rows, weights);
  const fitEncoder = encoderFitter(graphEngine(runtime, options));
  const seconds: number[] = [];
  const chosen: string[] = [];
  const measures: Record<(typeof SYSTEMS)[number], PartitionMeasures[]> = {
    floor: [],
    labelFree: [],
    linear: [],
    encoder: [],
    chosen: [],
  };
  for (let seed = 1; seed <= partitions; seed++) {
    const start = performance.now();
    const empty = () => ({ llrs: [] as number[], reported: [] as number[] });
    const pooled = { floor: empty(), labelFree: empty(), linear: empty(), encoder: empty(), chosen: empty() };
    const same: number[] = [];
    for (const [fold, { train, test }] of groupFolds(dataset.groups, FOLDS, seed).entries()) {
      const groupsAt = (indices: readonly number[]) => indices.map((i) => dataset.groups[i] as string);
      const ladder = await chooseVerifier(rowsAt(dataset.rows, train), groupsAt(train), dataset.axis, {
        seed,
        run,
        fitEncoder,
      });
      const pairs = allPairs(groupsAt(test));
      same.push(...pairs.same);
      for (const system of SYSTEMS) {
        const verifier = await ladder.fit(systemOf(ladder, system));
        const llrs = await scorePairs(verifier, rowsAt(dataset.rows, test), pairs, run);
        pooled[system].llrs.push(...llrs);
        pooled[system].reported.push(...llrs.map((llr) => boundedLlr(verifier.calibration, llr)));
      }
      chosen.push(ladder.chosen.name);
      note(`${set}, partition ${seed}, fold ${fold + 1}: ${ladder.why} ${ladder.chosen.name}`);
    }
    seconds.push((performance.now() - start) / 1000);
    for (const system of SYSTEMS) {
      measures[system].push(measured(pooled[system], same));
    }
  }
  return {
    set,
    spectra: dataset.names.length,
    bins: dataset.rows.bins,
    groups: new Set(dataset.groups).size,
    seconds,
    chosen,
    partitions: measures,
  };
}

function systemOf(ladder: ChosenVerifier, system: (typeof SYSTEMS)[number]): TriedVerifier {
  if (system === 'linear') {
    const linear = ladder.tried.filter(({ kind, rung }) => rung === 'linear' && kind === 'linear');
    return linear.reduce((best, one) => (one.cllr < best.cllr ? one : best), linear[0] ?? ladder.floor);
  }
  if (system === 'encoder') {
    // On the preprocessing of the best single back-end: the same inputs.
    const encoded = ladder.tried.filter(({ rung, branches }) => rung === 'encoder' && branches.length === 1);
    return encoded.reduce((best, one) => (one.cllr < best.cllr ? one : best), encoded[0] ?? ladder.floor);
  }
  return ladder[system] ?? ladder.floor;
}

/** Order by ratios without a bound, costs by those within it, as they are reported. */
function measured(
  { llrs, reported }: { readonly llrs: readonly number[]; readonly reported: readonly number[] },
  same: readonly number[],
): PartitionMeasures {
  const pairs = { scores: llrs, same };
  return {
    auc: areaUnderRoc(pairs),
    eer: equalErrorRate(pairs),
    // At 0: one source is as likely as two.
    balancedAccuracy: balancedAccuracy(pairs, 0),
    cllr: cllr({ scores: reported, same }),
    minCllr: minCllr(pairs),
  };
}
