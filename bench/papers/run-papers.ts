import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { execPath, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { SpectroSimError } from '@spectrosim/models';
import { writeFileAtomically } from '@spectrosim/runtime-node';
import type { BenchmarkRecord } from '@spectrosim/training';
import { papersDocument } from './document/document.js';
import { paperFigures } from './document/figures.js';
import { type Declared, experimentHash, PAPERS, paperExperiment, REAL, SIMULATED } from './experiments.js';
import { augmentedSpectrum } from './figure-data/augmentations.js';
import { gradCamOf } from './figure-data/grad-cam.js';
import { type KeptScores, similaritiesOf } from './figure-data/similarities.js';
import { chooseLearningRate, type LearningRateChoice } from './learning-rate.js';
import { failedOf, measuredOf, parseRecords } from './records.js';
import { type FigureData, readResults, writeFigureData, writeLearningRate, writeRecords } from './results.js';

/** Results that the page is made of. */
const RESULTS = 'bench/papers/results';
/** The page, and its figures beside it. */
const PAGE = 'docs/benchmark.md';
/** Where runs are kept until they are all done; results of a quick look stay there. */
const [RUNS, QUICK] = ['runs/papers', 'runs/papers-quick'] as const;

/** The status of a command that did all it was asked, with some of it failed. */
const SOME_FAILED = 1;

/** The file of records that the command keeps in its folder. */
const RECORDS = 'results.jsonl';
/** And of the keys of its runs. */
const PLAN = 'plan.json';

/** Encoders whose maps are drawn. */
const MAPPED = ['residual', 'transformer', 'cnn'] as const;
/** Rows of the experiment `contrastive` whose similarities are drawn. */
const COMPARED = 'transformer, residual';

/** How the page is made. */
export interface PapersOptions {
  readonly threads: number;
  readonly quick: boolean;
  /** Nothing is run: the page is written from results that are there. */
  readonly document: boolean;
  /** The folder of the real sets. */
  readonly data: string;
}

/**
 * `npm run bench -- papers`: chooses a learning rate, runs every experiment of the papers with it, keeps their records, and writes the
 * page and its figures. What is there is not run again.
 *
 * @throws SpectroSimError `usage`, before any work, where the real set or, for the page alone, the results are missing.
 */
export async function runPapers({ threads, quick, document, data }: PapersOptions): Promise<void> {
  if (!quick && !document && !existsSync(join(data, REAL, 'spectra.csv'))) {
    throw new SpectroSimError(
      'usage',
      `${join(data, REAL)} has no spectra.csv. ${PAGE} is of a whole run and stays as it is. Name the folder of the sets with --data.`,
    );
  }
  const results = quick ? join(QUICK, 'results') : RESULTS;
  if (!document) {
    await runAll(results, { threads, quick, data });
  }
  const page = quick ? join(QUICK, 'benchmark.md') : PAGE;
  await writePage(results, page);
}

async function writePage(folder: string, page: string): Promise<void> {
  const results = readResults(folder);
  if (results === undefined) {
    throw new SpectroSimError('usage', `${folder} has no results. Run "npm run bench -- papers" without --document.`);
  }
  const figures = paperFigures(results.records.get('contrastive') ?? [], results.figures, await augmentedSpectrum());
  const pictures = join(dirname(page), 'figures');
  mkdirSync(pictures, { recursive: true });
  for (const { file, svg } of figures) {
    await writeFileAtomically(join(pictures, file), svg);
  }
  await writeFileAtomically(page, papersDocument(results, figures));
  note(`Written: ${page} and ${figures.length} figures in ${pictures}`);
}

async function runAll(results: string, options: Pick<PapersOptions, 'threads' | 'quick' | 'data'>): Promise<void> {
  const { quick, threads, data } = options;
  const runs = quick ? QUICK : RUNS;
  mkdirSync(runs, { recursive: true });
  const choice = await learningRate(runs, options);
  await writeLearningRate(results, quick, choice);
  let similarities: FigureData['similarities'];
  const failed: string[] = [];
  const all = new Map<string, BenchmarkRecord>();
  for (const name of PAPERS) {
    const experiment = paperExperiment(name, { learningRate: choice.learningRate, data: resolve(data), quick });
    // Settings that changed go to another folder, so that a folder has nothing but what is asked for.
    const out = join(runs, `${name}-${experimentHash(experiment)}`);
    const file = `${out}.json`;
    writeFileSync(file, JSON.stringify(experiment, undefined, 2));
    shareRuns(out, experiment, [...all.values()]);
    note(`${name} (${PAPERS.indexOf(name) + 1} of ${PAPERS.length})`);
    const status = await command(['benchmark', file, '--out', out, '--resume']);
    // Failed rows are on the page; whatever else ends the command ends this too.
    const records = recordsIn(out);
    const failures = failedOf(records).map(({ row, seed }) => `${name}: ${row}, seed ${seed}`);
    if (status !== 0 && !(status === SOME_FAILED && failures.length > 0)) {
      throw new SpectroSimError(
        'check',
        `"spectrosim benchmark ${file}" ended with status ${status}. What is done is kept; run this again to go on.`,
      );
    }
    failed.push(...failures);
    for (const record of records) {
      all.set(record.key, record);
    }
    await writeRecords(results, name, records);
    if (name === 'contrastive') {
      similarities = keptSimilarities(out, records);
    }
  }
  const encoders = quick ? MAPPED.slice(0, 1) : MAPPED;
  const gradCam = await gradCamOf(
    encoders,
    { steps: quick ? 3 : choice.steps, learningRate: choice.learningRate, threads },
    (encoder) => note(`Grad-CAM: ${encoder}`),
  );
  await writeFigureData(results, { ...(similarities && { similarities }), gradCam });
  if (failed.length > 0) {
    note(`FAILED, and said so on the page: ${failed.join('; ')}. Run this again to try them again.`);
    process.exitCode = 1;
  }
}

/** What the command has of its plan in a folder; runs of an earlier version stay in the file and are passed over. */
function recordsIn(out: string): BenchmarkRecord[] {
  const [results, plan] = [join(out, RECORDS), join(out, PLAN)];
  if (!existsSync(results) || !existsSync(plan)) {
    return [];
  }
  const { keys } = JSON.parse(readFileSync(plan, 'utf8')) as { readonly keys: readonly string[] };
  return parseRecords(readFileSync(results, 'utf8'), keys);
}

/** Floor and verifier stand in every table: what was run for one is not run again for the next. */
function shareRuns(out: string, experiment: Declared, known: readonly BenchmarkRecord[]): void {
  const path = join(out, RECORDS);
  const rows = new Set(experiment.rows?.map(({ name }) => name));
  const sets = new Set(experiment.data?.map(({ name }) => name));
  const protocols: readonly string[] = experiment.protocols ?? ['held-out'];
  const { seeds = 0 } = experiment;
  const shared = measuredOf(known).filter(
    ({ kind, row, data, protocol, seed }) =>
      (kind === 'floor' || kind === 'verifier') &&
      rows.has(row) &&
      sets.has(data.name) &&
      protocols.includes(protocol) &&
      seed <= (typeof seeds === 'number' ? seeds : seeds[data.newEachSeed ? 'simulated' : 'real']),
  );
  if (!existsSync(path) && shared.length > 0) {
    mkdirSync(out, { recursive: true });
    writeFileSync(path, shared.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }
}

async function learningRate(
  runs: string,
  { threads, quick }: Pick<PapersOptions, 'threads' | 'quick'>,
): Promise<LearningRateChoice> {
  const file = join(runs, 'learning-rate.json');
  if (existsSync(file)) {
    return JSON.parse(readFileSync(file, 'utf8')) as LearningRateChoice;
  }
  const choice = await chooseLearningRate({ threads, quick, onRun: note });
  await writeFileAtomically(file, `${JSON.stringify(choice)}\n`);
  return choice;
}

/** Similarities as the encoder of `train --contrastive` has them, untrained and trained, for the first seed. */
function keptSimilarities(out: string, records: readonly BenchmarkRecord[]): FigureData['similarities'] {
  const [first] = measuredOf(records)
    .filter(({ row, data }) => row === COMPARED && data.newEachSeed)
    .sort((a, b) => a.seed - b.seed);
  if (first === undefined) {
    return undefined;
  }
  const kept = JSON.parse(readFileSync(join(out, 'scores', `${first.key}.json`), 'utf8')) as KeptScores;
  const where = `${SIMULATED}, seed ${first.seed}`;
  return [
    similaritiesOf(kept, `${COMPARED}, untrained (${where})`, 'untrained'),
    similaritiesOf(kept, `${COMPARED}, trained (${where})`, 'model'),
  ];
}

const LAUNCHER = ['../../cli/bin/spectrosim.js', '../../../cli/bin/spectrosim.js']
  .map((place) => fileURLToPath(new URL(place, import.meta.url)))
  .find((place) => existsSync(place)) as string;

/** Runs the command, whose progress is seen; its tables are in its folder. */
async function command(parameters: readonly string[]): Promise<number> {
  const child = spawn(execPath, [LAUNCHER, ...parameters], { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done(code ?? (signal === null ? 1 : 130)));
  });
}

function note(text: string): void {
  stderr.write(`${text}\n`);
}
