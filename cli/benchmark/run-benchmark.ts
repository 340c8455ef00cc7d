import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { stderr } from 'node:process';
import { SpectroSimError } from '@spectrosim/models';
import { nodeRuntime, writeFileAtomically } from '@spectrosim/runtime-node';
import {
  type BenchmarkRecord,
  type BenchmarkTable,
  type CostRecord,
  type FailedRecord,
  summariseBenchmark,
} from '@spectrosim/training';
import { benchmarkPage } from '../html/benchmark/benchmark-page.js';
import { commandWith } from '../interruption.js';
import { statusLine } from '../progress.js';
import { VERSION } from '../version.js';
import type { Experiment } from './experiment.js';
import { type Plan, type PlannedRun, planRuns } from './plan-runs.js';
import { progressText } from './progress-text.js';
import { appendResult, readResults } from './results-file.js';
import { runAll } from './run-all.js';
import { costsCsv, tablesCsv } from './table-csv.js';
import { sectionsMarkdown } from './table-markdown.js';
import { costSections, type TableSection, tableSection } from './table-section.js';
import { startWorker } from './worker.js';

/** Share of the machine's memory that runs may take together. */
const MEMORY_SHARE = 0.7;

/** How an experiment is run. */
export interface BenchmarkSettings {
  /** The folder of results and tables. */
  readonly out: string;
  readonly resume: boolean;
  /** Processes at once. @default as many as the cores have room for */
  readonly workers?: number;
  /** Of ONNX Runtime in each process. */
  readonly threads: number;
  readonly note: (text: string) => void;
}

/** What came of it. */
export interface BenchmarkOutcome {
  readonly tables: readonly BenchmarkTable[];
  readonly costs: readonly CostRecord[];
  /** Tables and costs in words. */
  readonly sections: readonly TableSection[];
  readonly leftOut: readonly string[];
  readonly failed: readonly FailedRecord[];
  /** Runs done now, and those that were there. */
  readonly done: number;
  readonly kept: number;
  /** What was written. */
  readonly files: readonly string[];
}

/**
 * Runs what of an experiment is not in its folder yet, and writes its tables.
 *
 * @throws SpectroSimError `exists` for a folder with results without `resume`; `interrupted` by Ctrl-C, what is done being kept and
 * in the tables
 */
export async function runBenchmark(
  experiment: Experiment,
  { out, resume, workers, threads, note }: BenchmarkSettings,
): Promise<BenchmarkOutcome> {
  const results = join(out, 'results.jsonl');
  if (existsSync(results) && !resume) {
    throw new SpectroSimError(
      'exists',
      `${out} has results. Add --resume to run what is missing there, or choose another --out.`,
    );
  }
  const cores = availableParallelism();
  const versions = { spectrosim: VERSION, onnxruntime: nodeRuntime().version };
  const plan = await planRuns(experiment, { threads, cores, versions, note });
  const known = new Map(readResults(results, note).map((record) => [record.key, record]));
  const missing = plan.runs.filter(({ key }) => {
    const record = known.get(key);
    return record === undefined || 'failed' in record;
  });
  const planned = new Set(plan.runs.map(({ key }) => key));
  const foreign = [...known.keys()].filter((key) => !planned.has(key)).length;
  if (foreign > 0) {
    note(`${results} has ${foreign} runs that are not of this experiment as it is now. They are passed over.`);
  }
  for (const why of plan.leftOut) {
    note(`Left out: ${why}`);
  }
  const kept = plan.runs.length - missing.length;
  mkdirSync(out, { recursive: true });
  await writeFileAtomically(join(out, 'experiment.json'), `${JSON.stringify(experiment, undefined, 2)}\n`);
  await writeFileAtomically(join(out, 'plan.json'), `${JSON.stringify({ keys: [...planned] })}\n`);
  const scoresFolder = experiment.keepScores ? join(out, 'scores') : undefined;
  if (scoresFolder !== undefined) {
    mkdirSync(scoresFolder, { recursive: true });
  }
  const record = (of: BenchmarkRecord) => {
    known.set(of.key, of);
    appendResult(results, of);
  };
  const capacity = {
    workers: workers ?? Math.max(1, Math.floor(cores / threads)),
    memoryBytes: MEMORY_SHARE * totalmem(),
  };
  const [fitting, tooLarge] = [true, false].map((fits) =>
    missing.filter(({ memoryBytes }) => memoryBytes <= capacity.memoryBytes === fits),
  ) as [PlannedRun[], PlannedRun[]];
  for (const run of tooLarge) {
    record(failedRecord(run, tooLargeText(run, capacity.memoryBytes)));
  }
  const interrupted = await doMissing(fitting, {
    capacity,
    versions,
    record,
    ...(scoresFolder !== undefined && { scoresFolder }),
  });
  const outcome = await finish(experiment, plan, known, { out, done: missing.length, kept });
  if (interrupted !== undefined) {
    throw interrupted;
  }
  return outcome;
}

/** Does runs with a line of progress, until they are done or Ctrl-C ends them, which is what it returns. */
async function doMissing(
  runs: readonly PlannedRun[],
  {
    capacity,
    record,
    ...rest
  }: {
    readonly capacity: { readonly workers: number; readonly memoryBytes: number };
    readonly versions: Readonly<Record<string, string>>;
    readonly scoresFolder?: string;
    readonly record: (of: BenchmarkRecord) => void;
  },
): Promise<SpectroSimError | undefined> {
  const line = statusLine();
  const started = performance.now();
  const done: PlannedRun[] = [];
  let underway: readonly PlannedRun[] = [];
  let failed = 0;
  const show = () =>
    line.show(progressText({ done, all: runs, underway, failed, seconds: (performance.now() - started) / 1000 }));
  const timer = setInterval(show, 1000);
  const controller = new AbortController();
  const stop = () => {
    stderr.write('\nEnding the runs under way. What is done is kept.\n');
    controller.abort();
  };
  process.once('SIGINT', stop);
  try {
    await runAll(runs, {
      ...capacity,
      ...rest,
      start: startWorker,
      signal: controller.signal,
      onChange: (now) => {
        underway = now;
        show();
      },
      onOutcome: (run, outcome) => {
        done.push(run);
        failed += 'failed' in outcome ? 1 : 0;
        record('failed' in outcome ? failedRecord(run, outcome.failed) : outcome.record);
      },
    });
  } finally {
    process.off('SIGINT', stop);
    clearInterval(timer);
    line.clear();
  }
  return controller.signal.aborted
    ? new SpectroSimError(
        'interrupted',
        `${done.length} of ${runs.length} runs were done and are kept, and are in the tables. To go on: ${commandWith(['--resume'])}`,
      )
    : undefined;
}

async function finish(
  experiment: Experiment,
  { rows, runs, leftOut }: Plan,
  known: ReadonlyMap<string, BenchmarkRecord>,
  { out, done, kept }: { readonly out: string; readonly done: number; readonly kept: number },
): Promise<BenchmarkOutcome> {
  // By the plan's names: a row that was renamed has kept its runs. What a seed is, the source says.
  const records = runs.flatMap(({ key, row, source }) => {
    const record = known.get(key);
    return record === undefined
      ? []
      : [
          {
            ...record,
            row,
            data: { ...record.data, name: source.name, newEachSeed: 'simulator' in source },
          } as BenchmarkRecord,
        ];
  });
  const tables = summariseBenchmark(records, rows);
  const costs = records.filter((record) => 'cost' in record);
  const failed = records.filter((record) => 'failed' in record);
  const sections = [
    ...tables.map(tableSection),
    ...costSections(
      costs,
      failed.filter(({ kind }) => kind === 'cost'),
    ),
  ];
  const { title, question } = experiment;
  const files = {
    'table.md': sectionsMarkdown(title, question, sections, leftOut),
    ...(tables.length > 0 && { 'table.csv': tablesCsv(tables) }),
    ...(costs.length > 0 && { 'costs.csv': costsCsv(costs) }),
    'report.html': benchmarkPage({ title, question, sections, leftOut, generator: `spectrosim ${VERSION}` }),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFileAtomically(join(out, name), text);
  }
  return {
    tables,
    costs,
    sections,
    leftOut,
    failed,
    done,
    kept,
    files: ['results.jsonl', ...Object.keys(files)].map((name) => join(out, name)),
  };
}

function failedRecord(
  { key, title, row, source, protocol, seed, work, threads }: PlannedRun,
  why: string,
): FailedRecord {
  const { kind, ...settings } = work;
  return {
    key,
    title,
    row,
    kind,
    data: { name: source.name, simulated: 'simulator' in source, newEachSeed: 'simulator' in source },
    ...(protocol !== undefined && { protocol }),
    seed,
    settings,
    threads,
    failed: why,
  };
}

function tooLargeText({ parameters, memoryBytes }: PlannedRun, limit: number): string {
  const size = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return `Training ${parameters.toLocaleString('en-GB')} parameters takes about ${size(memoryBytes)} of memory, and ${100 * MEMORY_SHARE}% of this machine’s are ${size(limit)}. Run it where there is more, with --resume.`;
}
