import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '@spectrosim/runtime-node';
import type { BenchmarkRecord } from '@spectrosim/training';
import type { SimilarityPanel } from '../figures/batch-similarity.js';
import { PAPERS, type PaperExperiment } from './experiments.js';
import type { GradCamResult } from './figure-data/grad-cam.js';
import type { LearningRateChoice } from './learning-rate.js';
import { parseRecords } from './records.js';

/** What figures need besides records. */
export interface FigureData {
  readonly similarities?: readonly SimilarityPanel[];
  readonly gradCam?: GradCamResult;
}

/** Everything that the page is made of. */
export interface PaperResults {
  readonly quick: boolean;
  readonly learningRate: LearningRateChoice;
  readonly records: ReadonlyMap<PaperExperiment, readonly BenchmarkRecord[]>;
  readonly figures: FigureData;
}

const [RATE, FIGURES] = ['learning-rate.json', 'figures.json'] as const;

/** Reads what the page is made of; `undefined` where no learning rate was chosen, the first thing that a run does. */
export function readResults(folder: string): PaperResults | undefined {
  const json = <T>(name: string): T | undefined => {
    const path = join(folder, name);
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
  };
  const chosen = json<{ readonly quick: boolean; readonly choice: LearningRateChoice }>(RATE);
  if (chosen === undefined) {
    return undefined;
  }
  const records = PAPERS.flatMap((name) => {
    const path = join(folder, `${name}.jsonl`);
    return existsSync(path) ? [[name, parseRecords(readFileSync(path, 'utf8'))] as const] : [];
  });
  return {
    quick: chosen.quick,
    learningRate: chosen.choice,
    records: new Map(records),
    figures: json<FigureData>(FIGURES) ?? {},
  };
}

/** Keeps the learning rate that was chosen. */
export async function writeLearningRate(folder: string, quick: boolean, choice: LearningRateChoice): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await writeFileAtomically(join(folder, RATE), `${JSON.stringify({ quick, choice }, undefined, 1)}\n`);
}

/** Keeps what figures need. */
export async function writeFigureData(folder: string, data: FigureData): Promise<void> {
  await writeFileAtomically(join(folder, FIGURES), `${JSON.stringify(data)}\n`);
}

/** Keeps the records of an experiment in an order that does not hang on which process was faster. */
export async function writeRecords(
  folder: string,
  name: PaperExperiment,
  records: readonly BenchmarkRecord[],
): Promise<void> {
  const place = (record: BenchmarkRecord) => {
    const { data, protocol, seed, row } = record as Partial<Exclude<BenchmarkRecord, { kind: 'cost' }>>;
    return JSON.stringify([data?.name, protocol, row, seed]);
  };
  const sorted = [...records].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  await writeFileAtomically(
    join(folder, `${name}.jsonl`),
    sorted.map((record) => `${JSON.stringify(record)}\n`).join(''),
  );
}
