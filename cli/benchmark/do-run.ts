import { join } from 'node:path';
import { versions as processVersions } from 'node:process';
import { SpectroSimError } from '@spectrosim/models';
import { nodeRuntime, writeFileAtomically } from '@spectrosim/runtime-node';
import {
  type BenchmarkPairScores,
  type BenchmarkSystem,
  benchmarkProtocol,
  type CostRecord,
  graphEngine,
  type MeasuredRecord,
  measureBenchmark,
  measureCost,
} from '@spectrosim/training';
import { ladderPorts } from '../ladder-ports.js';
import { loadDataset } from './data-source.js';
import type { PlannedRun } from './plan-runs.js';
import type { CostWork } from './row-system.js';

/** A run and where it leaves the scores of its pairs, if anywhere. */
export interface RunOrder {
  readonly run: PlannedRun;
  readonly versions: Readonly<Record<string, string>>;
  readonly scoresFolder?: string;
}

/** What a process says of a run. */
export type RunOutcome = { readonly record: MeasuredRecord | CostRecord } | { readonly failed: string };

let loaded: { readonly source: string; readonly data: ReturnType<typeof loadDataset> } | undefined;

/** Does a run here. */
export async function doRun(order: RunOrder): Promise<MeasuredRecord | CostRecord> {
  const { work } = order.run;
  return work.kind === 'cost' ? doCost(order, work) : doMeasured(order, work);
}

async function doCost({ run, versions }: RunOrder, { kind, encoder, options }: CostWork): Promise<CostRecord> {
  const { key, title, row, source, seed, threads } = run;
  const started = performance.now();
  const cost = await measureCost(encoder, options, { runtime: nodeRuntime(), options: { provider: 'cpu', threads } });
  return {
    key,
    title,
    row,
    kind,
    data: { name: source.name, simulated: 'simulator' in source, newEachSeed: 'simulator' in source },
    seed,
    settings: { encoder, options },
    threads,
    cost,
    seconds: secondsSince(started),
    versions: { ...versions, node: processVersions.node },
  };
}

async function doMeasured({ run, versions, scoresFolder }: RunOrder, system: BenchmarkSystem): Promise<MeasuredRecord> {
  const { key, title, row, source, protocol: name, seed, threads } = run;
  if (name === undefined) {
    throw new SpectroSimError('usage', `The run of "${row}" names no protocol. Expected one: only costs have none.`);
  }
  const place = JSON.stringify([source, 'simulator' in source && seed]);
  if (loaded?.source !== place) {
    loaded = { source: place, data: loadDataset(source, seed) };
  }
  const { dataset } = await loaded.data;
  const started = performance.now();
  // Threads that wait for work by spinning would take the cores of the runs beside this one.
  const runtime = nodeRuntime({ spinning: run.alone });
  const options = { provider: 'cpu', threads } as const;
  const { fitEncoder } = ladderPorts({ runtime, options });
  const { protocol, scores, warnings, ...result } = await measureBenchmark(
    dataset,
    benchmarkProtocol(name, dataset),
    seed,
    system,
    { engine: graphEngine(runtime, options), runtime, options, fitEncoder },
  );
  const seconds = secondsSince(started);
  if (scoresFolder !== undefined) {
    await writeFileAtomically(join(scoresFolder, `${key}.json`), scoresJson(key, dataset, scores));
  }
  const { kind, ...settings } = system;
  return {
    key,
    title,
    row,
    kind,
    data: {
      name: source.name,
      simulated: dataset.simulated,
      newEachSeed: 'simulator' in source,
      hash: dataset.hash,
      spectra: dataset.names.length,
      groups: new Set(dataset.groups).size,
      bins: dataset.rows.bins,
    },
    protocol: name,
    split: protocol,
    seed,
    settings,
    threads,
    ...result,
    ...(warnings.length > 0 && { warnings }),
    seconds,
    versions: { ...versions, node: processVersions.node },
  };
}

function secondsSince(started: number): number {
  return Math.round(performance.now() - started) / 1000;
}

/** Pairs by the places of their spectra among `names`, with what each system scored and the threshold it judged by. */
function scoresJson(
  key: string,
  { names, groups }: { readonly names: readonly string[]; readonly groups: readonly string[] },
  folds: readonly BenchmarkPairScores[],
): string {
  const listed = ({ pairs, scores }: BenchmarkPairScores) => ({
    a: Array.from(pairs.a),
    b: Array.from(pairs.b),
    same: Array.from(pairs.same),
    ...Object.fromEntries(
      Object.entries(scores).map(([system, { llrs, thresholds = [] }]) => [
        system,
        { scores: Array.from(llrs), threshold: thresholds[0] },
      ]),
    ),
  });
  return `${JSON.stringify({ key, names, groups, folds: folds.map(listed) })}\n`;
}
