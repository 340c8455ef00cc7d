import { createAxis, createRandom } from '@spectrosim/models';
import {
  allPairs,
  type CrossScores,
  createProtocol,
  type Dataset,
  type ScoredPartition,
  summariseFolds,
} from '@spectrosim/training';
import type { MeasuredRecipe, ReportSubject } from './report-subject.js';

/** How a made-up evaluation is made. */
export interface MadeUp {
  readonly groups: number;
  readonly each: number;
  readonly partitions: number;
  /** How far the two kinds of pair lie apart, in standard deviations. */
  readonly apart: number;
  readonly names?: (spectrum: number) => string;
}

/** A report's subject with scores drawn by chance, normal for either kind: every pair scored in one fold. */
export function madeUp({
  groups: count,
  each,
  partitions,
  apart,
  names = (i) => `spectrum-${i}`,
}: MadeUp): ReportSubject {
  const random = createRandom(1, 'made up');
  const size = count * each;
  const groups = Array.from({ length: size }, (_, i) => `group ${Math.floor(i / each)}`);
  const dataset: Dataset = {
    axis: createAxis('m/z', [100, 101]),
    missing: 'zero',
    names: groups.map((_, i) => names(i)),
    groups,
    groupColumn: 'batch',
    runs: groups.map((_, i) => `${i % 3}`),
    rows: { count: size, bins: 2, data: new Float32Array(2 * size) },
    rowHashes: groups.map((_, i) => `${i}`),
    hash: 'f'.repeat(64),
    simulated: false,
  };
  const pairs = allPairs(groups);
  const draw = (by: number) => {
    const llrs = Float64Array.from(pairs.same, (same) => by * ((same - 0.5) * by + random.normal()));
    return { llrs, bounded: llrs.map((llr) => Math.max(-5, Math.min(5, llr))) };
  };
  const hard = pairs.same.map((_, p) => (p % 2 === 0 ? 1 : 0));
  const pooled: ScoredPartition[] = Array.from({ length: partitions }, () => ({
    pairs,
    hard,
    foldOf: new Int32Array(pairs.same.length),
    model: draw(apart),
    labelFree: draw(apart / 2),
    floor: draw(apart / 3),
  }));
  const chosen = Array.from({ length: partitions }, (_, i) => ({
    partition: i + 1,
    fold: 1,
    rung: 'linear' as const,
    name: 'PLDA',
    branches: ['PLDA'],
    cllr: 0.1,
    auc: 0.9,
    floor: { name: 'cosine', cllr: 0.5, auc: 0.8 },
    why: 'By chance.',
  }));
  const scores: CrossScores = {
    pooled,
    hardPairs: 'Hard pairs: every second.',
    candidates: ['floor', 'linear'],
    chosen,
    warnings: [],
  };
  const options = { seed: 1, partitions, run: async () => new Float32Array() };
  const measured: MeasuredRecipe = {
    kind: 'recipe',
    evaluation: summariseFolds(dataset, createProtocol('groups', dataset), options, scores),
    scores,
  };
  return {
    data: '/somewhere/on/this/machine/fish',
    dataset,
    leftOut: 0,
    measured,
    seed: 1,
    configuration: { command: 'evaluate', seed: 1, samples: '/somewhere/samples.csv', report: '/somewhere/r.html' },
    runtime: 'ONNX Runtime 1.0, cpu, 1 thread',
    version: '1.2.3',
  };
}
