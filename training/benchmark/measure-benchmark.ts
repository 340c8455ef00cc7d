import type { Dataset } from '../dataset.js';
import { hardPairs } from '../evaluation/hard-pairs.js';
import type { PooledScores } from '../evaluation/measure-pooled.js';
import type { Pairs } from '../evaluation/pairs.js';
import { objectiveOf } from '../objectives/registry.js';
import { runOnRows } from '../run-function.js';
import type { TrainedSide } from '../trained-side.js';
import type { RunOnRows } from '../verifier/preprocessor.js';
import { scoreFold } from '../verifier/score-fold.js';
import type { BenchmarkProtocol } from './benchmark-protocol.js';
import type { BenchmarkSystem } from './benchmark-system.js';
import { type BenchmarkPorts, ladders, scorerOf } from './fold-scorers.js';
import { type BenchmarkMeasures, type BenchmarkScores, benchmarkMeasures, meanMeasures } from './measures.js';

/** The systems of a run: what it is about, the same before training where it is trained, and the floor. */
export interface BySystem<T> {
  readonly model: T;
  readonly untrained?: T;
  readonly floor: T;
}

/** One fold of a run. */
export interface BenchmarkFold {
  readonly trainSpectra: number;
  readonly testSpectra: number;
  readonly positivePairs: number;
  readonly negativePairs: number;
  readonly measures: BySystem<BenchmarkMeasures>;
}

/** The scores of a fold's pairs, named by indices of the dataset. */
export interface BenchmarkPairScores {
  readonly pairs: Pairs;
  readonly scores: BySystem<BenchmarkScores>;
}

/** What a run found. */
export interface BenchmarkResult {
  /** How the set was cut. */
  readonly protocol: string;
  /** Why the numbers are too good; absent where training and test share nothing. */
  readonly leak?: string;
  /** Means over folds: cosines of the models of different folds are on no common scale, and all systems are measured alike. */
  readonly measures: BySystem<BenchmarkMeasures>;
  readonly folds: readonly BenchmarkFold[];
  /** What was fitted or chosen in each fold, in words. */
  readonly fitted: readonly string[];
  /** Numbers that training changed. */
  readonly parameters?: number;
  readonly training?: {
    readonly steps: number;
    /** Spectra in one step, where the training side has so many. */
    readonly batch: number;
    /** Of the first step and the last, means over the models that were trained. */
    readonly losses: { readonly first: number; readonly last: number; readonly chance?: number };
  };
  readonly hardPairs: string;
  readonly warnings: readonly string[];
  /** By fold. */
  readonly scores: readonly BenchmarkPairScores[];
}

/**
 * Measures one system under one protocol and one seed, beside the floor of the same splits.
 *
 * Everything is fitted on the training side of each fold; of protocols that leak, that side is what they say it is. Folds that share
 * a training side share what is fitted on it.
 *
 * @throws SpectroSimError `input` when the folds cannot be filled; `training` when a loss is no finite number.
 * @example
 * ```ts
 * const { measures } = await measureBenchmark(dataset, benchmarkProtocol('held-out', dataset), 1, { kind: 'floor' }, ports);
 * measures.floor.auc; // 0.9
 * ```
 */
export async function measureBenchmark(
  dataset: Dataset,
  protocol: BenchmarkProtocol,
  seed: number,
  system: BenchmarkSystem,
  ports: BenchmarkPorts,
): Promise<BenchmarkResult> {
  const run: RunOnRows = (fn, rows, weights) => runOnRows(ports.runtime, ports.options, fn, rows, weights);
  const score = scorerOf(system, dataset, protocol, seed, run, ports);
  const floorOf = ladders(dataset, seed, run, { candidates: ['floor'] });
  const warnings = new Set<string>();
  const folds: BenchmarkFold[] = [];
  const scores: BenchmarkPairScores[] = [];
  const fitted: string[] = [];
  const models = new Set<TrainedSide['trained']>();
  let definition = '';
  for (const fold of protocol.partition(seed)) {
    const ladder = await floorOf(fold);
    for (const warning of ladder.warnings) {
      warnings.add(warning);
    }
    const { pairs, systems } = await scoreFold(dataset, fold, ladder, protocol.thresholdFromTest, run);
    const floor: BenchmarkScores = { ...(systems.floor as PooledScores), calibrated: true };
    const scored = await score(fold, pairs, { floor, ladder });
    const { trained, fitted: words, ...own } = scored;
    const { hard, byFloor, ...named } = hardPairs(pairs, dataset, floor.llrs);
    definition = named.definition;
    const of = (what: BenchmarkScores, fair = true) => benchmarkMeasures(what, pairs.same, fair ? hard : undefined);
    const positivePairs = pairs.same.reduce((sum, one) => sum + one, 0);
    folds.push({
      trainSpectra: fold.train.length,
      testSpectra: fold.test.length,
      positivePairs,
      negativePairs: pairs.same.length - positivePairs,
      measures: {
        // The floor's own errors chose such pairs, so that they say nothing of it.
        model: of(own.model, !(byFloor && system.kind === 'floor')),
        ...(own.untrained && { untrained: of(own.untrained) }),
        floor: of(floor, !byFloor),
      },
    });
    scores.push({ pairs, scores: { ...own, floor } });
    fitted.push(words);
    if (trained !== undefined) {
      models.add(trained);
    }
  }
  const mean = (of: keyof BySystem<unknown>) => meanMeasures(folds.flatMap(({ measures }) => measures[of] ?? []));
  return {
    protocol: protocol.description,
    ...(protocol.leak === undefined ? {} : { leak: protocol.leak }),
    measures: {
      model: mean('model'),
      ...(folds[0]?.measures.untrained && { untrained: mean('untrained') }),
      floor: mean('floor'),
    },
    folds,
    fitted,
    ...('config' in system && trainingOf([...models], system.config)),
    hardPairs: definition,
    warnings: [...warnings],
    scores,
  };
}

function trainingOf(
  models: readonly TrainedSide['trained'][],
  { objective }: Extract<BenchmarkSystem, { readonly config: unknown }>['config'],
): Pick<BenchmarkResult, 'parameters' | 'training'> {
  const [one] = models as [TrainedSide['trained'], ...TrainedSide['trained'][]];
  const mean = (of: (losses: readonly number[]) => number) =>
    models.reduce((sum, { losses }) => sum + of(losses), 0) / models.length;
  const chance = objectiveOf(objective).chance?.(one.batch);
  return {
    parameters: one.parameters,
    training: {
      steps: one.losses.length,
      batch: one.batch,
      losses: {
        first: mean((losses) => losses[0] as number),
        last: mean((losses) => losses.at(-1) as number),
        ...(chance === undefined ? {} : { chance }),
      },
    },
  };
}
