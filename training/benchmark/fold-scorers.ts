import { describeRecipe } from '@spectrosim/models';
import { comparedSpectra } from '../baselines/compared-spectra.js';
import { scoreFoldByBaselines } from '../baselines/score-fold.js';
import { type Dataset, rowsAt } from '../dataset.js';
import type { PooledScores } from '../evaluation/measure-pooled.js';
import type { Pairs } from '../evaluation/pairs.js';
import { type Fold, testPairsOf, trainPairsOf } from '../evaluation/protocols/fold.js';
import { meanThreshold } from '../evaluation/protocols/leaky.js';
import type { ExperimentPorts } from '../experiment-ports.js';
import { type TrainedSide, trainSide } from '../trained-side.js';
import { type ChosenVerifier, chooseVerifier } from '../verifier/choose-verifier.js';
import type { FitEncoder } from '../verifier/fit-encoder.js';
import { createPreprocessor, type RunOnRows } from '../verifier/preprocessor.js';
import { scoreFold } from '../verifier/score-fold.js';
import { branchName } from '../verifier/tried-verifier.js';
import type { BenchmarkProtocol } from './benchmark-protocol.js';
import type { BenchmarkSystem } from './benchmark-system.js';
import type { BenchmarkScores } from './measures.js';

/** What a run is measured with. */
export interface BenchmarkPorts extends Pick<ExperimentPorts, 'engine' | 'runtime' | 'options' | 'onProgress'> {
  /** Fits the encoders of a verifier with the rung `encoder`. */
  readonly fitEncoder: FitEncoder;
}

/** A fold's pairs as one system scores them, and what there is to tell of it. */
export interface SystemFold {
  readonly model: BenchmarkScores;
  readonly untrained?: BenchmarkScores;
  readonly fitted: string;
  readonly trained?: TrainedSide['trained'];
}

/** Fits a system on a fold's training side and scores its pairs. */
export type FoldScorer = (
  fold: Fold,
  pairs: Pairs,
  beside: { readonly floor: BenchmarkScores; readonly ladder: ChosenVerifier },
) => Promise<SystemFold>;

/** The scorer of a system, under one protocol and one seed. */
export function scorerOf(
  system: BenchmarkSystem,
  dataset: Dataset,
  { thresholdFromTest }: BenchmarkProtocol,
  seed: number,
  run: RunOnRows,
  ports: BenchmarkPorts,
): FoldScorer {
  switch (system.kind) {
    case 'floor':
      return async (_fold, _pairs, { floor, ladder }) => ({ model: floor, fitted: ladder.floor.name });
    case 'verifier': {
      const { candidates } = system;
      const fitEncoder = candidates.includes('encoder') ? { fitEncoder: ports.fitEncoder } : {};
      const chosenIn = ladders(dataset, seed, run, { candidates, ...fitEncoder });
      return async (fold) => {
        const ladder = await chosenIn(fold);
        const { systems } = await scoreFold(dataset, fold, ladder, thresholdFromTest, run);
        const { rung, name, branches } = ladder.chosen;
        const parts = branches.length > 1 ? ` of ${branches.map(branchName).join('; ')}` : '';
        return { model: { ...(systems.model as PooledScores), calibrated: true }, fitted: `${rung}: ${name}${parts}` };
      };
    }
    case 'baseline': {
      const preprocessor = createPreprocessor(dataset.rows, run);
      return async (fold, _pairs, { ladder }) => {
        const spectra = comparedSpectra(dataset, preprocessor, ladder, undefined);
        const { baselines, components } = await scoreFoldByBaselines(
          dataset,
          fold,
          [system.baseline],
          spectra,
          thresholdFromTest,
          seed,
        );
        return {
          model: { ...(baselines.get(system.baseline) as PooledScores), calibrated: true },
          fitted: `${spectra.description}; principal components: ${components} at most`,
        };
      };
    }
    default:
      return trainedScorer(system, dataset, thresholdFromTest, ports);
  }
}

function trainedScorer(
  { config, epochs }: Extract<BenchmarkSystem, { readonly config: unknown }>,
  dataset: Dataset,
  thresholdFromTest: boolean,
  ports: BenchmarkPorts,
): FoldScorer {
  const sideOf = oncePerSide((fold) => {
    const batches = Math.max(1, Math.floor(fold.train.length / config.batch));
    const steps = epochs === undefined ? config.steps : epochs * batches;
    return trainSide(dataset, fold.train, trainPairsOf(fold, dataset.groups), { ...config, steps }, ports);
  });
  return async (fold) => {
    const side = await sideOf(fold);
    const stage = async (of: 'trained' | 'untrained'): Promise<BenchmarkScores> => {
      const llrs = await side.score(of, testPairsOf(fold, dataset.groups));
      const threshold = thresholdFromTest
        ? meanThreshold(llrs)
        : await side.threshold(of, trainPairsOf(fold, dataset.groups));
      return { llrs, thresholds: new Float64Array(llrs.length).fill(threshold), calibrated: false };
    };
    return {
      model: await stage('trained'),
      untrained: await stage('untrained'),
      trained: side.trained,
      fitted: `on ${describeRecipe(side.trained.definition.preprocessing)}`,
    };
  };
}

/** Chooses a verifier on the training side of a fold. */
export function ladders(
  { rows, groups, axis }: Dataset,
  seed: number,
  run: RunOnRows,
  options: Pick<Parameters<typeof chooseVerifier>[3], 'candidates' | 'fitEncoder'>,
): (fold: Fold) => Promise<ChosenVerifier> {
  return oncePerSide((fold) => {
    const groupsOf = fold.train.map((i) => groups[i] as string);
    return chooseVerifier(rowsAt(rows, fold.train), groupsOf, axis, { seed, run, ...options });
  });
}

/** Protocols that leak train all their folds on the same rows: what is fitted on them is fitted once. */
function oncePerSide<T>(fit: (fold: Fold) => Promise<T>): (fold: Fold) => Promise<T> {
  let last: { readonly train: Fold['train']; readonly fitted: Promise<T> } | undefined;
  return (fold) => {
    if (last?.train !== fold.train) {
      last = { train: fold.train, fitted: fit(fold) };
    }
    return last.fitted;
  };
}
