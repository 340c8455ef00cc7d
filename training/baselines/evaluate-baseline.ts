import type { Recipe } from '@spectrosim/models';
import { type Dataset, rowsAt } from '../dataset.js';
import { hardPairs } from '../evaluation/hard-pairs.js';
import type { PooledScores } from '../evaluation/measure-pooled.js';
import { concatPairs, type Pairs } from '../evaluation/pairs.js';
import type { Fold } from '../evaluation/protocols/fold.js';
import { type Protocol, partitions } from '../evaluation/protocols/protocol.js';
import { type EvaluationSummary, summariseEvaluation } from '../evaluation/summarise-evaluation.js';
import { type ChosenVerifier, chooseVerifier } from '../verifier/choose-verifier.js';
import { createPreprocessor, type RunOnRows } from '../verifier/preprocessor.js';
import { poolFolds, scoreFold } from '../verifier/score-fold.js';
import { type BaselineName, baselineTitle } from './baselines.js';
import { comparedSpectra } from './compared-spectra.js';
import { scoreFoldByBaselines } from './score-fold.js';

/** A cross-validated baseline. */
export interface BaselineEvaluation extends EvaluationSummary {
  readonly baseline: BaselineName;
  /** What it is called in a table. */
  readonly title: string;
  /** How the set was cut: `5-fold by group`. */
  readonly protocol: string;
  /** Why the numbers are too good; absent where training and test share nothing. */
  readonly leak?: string;
  /** The definition of hard pairs, a sentence. */
  readonly hardPairs: string;
  /** The preprocessing of each fold, in order. */
  readonly preprocessings: readonly string[];
  /** How many principal components each fold took at most. */
  readonly components: readonly number[];
  readonly warnings: readonly string[];
}

/** How baselines are cross-validated. */
export interface BaselineOptions {
  /** Of the first partition; the next one's is one more. */
  readonly seed: number;
  /** How often the set is cut anew. */
  readonly partitions: number;
  readonly run: RunOnRows;
  /** How spectra are preprocessed. @default as the floor is that the fold's training side chose, to length 1 */
  readonly preprocessing?: Recipe;
  /** Called after each fold with how many are done, of how many. */
  readonly onFold?: (done: number, of: number) => void;
}

/** The pairs of one fold with the scores of the baselines and of the floor. */
interface ScoredFold {
  readonly pairs: Pairs;
  readonly floor: Required<PooledScores>;
  readonly baselines: ReadonlyMap<BaselineName, Required<PooledScores>>;
}

/**
 * Cross-validates one baseline; see {@link evaluateBaselines}, which does several in little more time.
 *
 * @example
 * ```ts
 * const { model, floor } = await evaluateBaseline(dataset, createProtocol('groups', dataset), 'svm', { seed: 1, partitions: 3, run });
 * ```
 */
export async function evaluateBaseline(
  dataset: Dataset,
  protocol: Protocol,
  name: BaselineName,
  options: BaselineOptions,
): Promise<BaselineEvaluation> {
  const [evaluation] = await evaluateBaselines(dataset, protocol, [name], options);
  return evaluation as BaselineEvaluation;
}

/**
 * Cross-validates classical classifiers of difference vectors, beside the floor that `evaluateVerifier` has: in each fold,
 * preprocessing, principal components and classifiers are fitted on the training side alone, scores become log-likelihood ratios
 * by what folds inside the training side scored, and every held-out pair is scored.
 *
 * @returns evaluations in the order of the names
 * @throws SpectroSimError `input` when the folds cannot be filled, or a training side has too few groups or pairs.
 */
export async function evaluateBaselines(
  dataset: Dataset,
  protocol: Protocol,
  names: readonly BaselineName[],
  { seed, partitions: count, run, preprocessing, onFold }: BaselineOptions,
): Promise<BaselineEvaluation[]> {
  const { groups, rows, axis } = dataset;
  const cuts = partitions(protocol, seed, count);
  const total = cuts.reduce((sum, { folds }) => sum + folds.length, 0);
  const preprocessor = createPreprocessor(rows, run);
  const warnings = new Set(protocol.warnings);
  const preprocessings: string[] = [];
  const components: number[] = [];
  const scored: ScoredFold[][] = [];
  for (const cut of cuts) {
    const folds: ScoredFold[] = [];
    let last: { train: Fold['train']; ladder: ChosenVerifier } | undefined;
    for (const fold of cut.folds) {
      // Protocols that leak have one floor for all their folds.
      if (last?.train !== fold.train) {
        const groupsOf = fold.train.map((i) => groups[i] as string);
        const options = { seed: cut.seed, run, candidates: ['floor'] as const };
        last = { train: fold.train, ladder: await chooseVerifier(rowsAt(rows, fold.train), groupsOf, axis, options) };
      }
      const { ladder } = last;
      for (const warning of ladder.warnings) {
        warnings.add(warning);
      }
      const spectra = comparedSpectra(dataset, preprocessor, ladder, preprocessing);
      preprocessings.push(spectra.description);
      const fitted = await scoreFoldByBaselines(dataset, fold, names, spectra, protocol.thresholdFromTest, cut.seed);
      components.push(fitted.components);
      const { pairs, systems } = await scoreFold(dataset, fold, ladder, protocol.thresholdFromTest, run);
      folds.push({ pairs, floor: systems.floor as Required<PooledScores>, baselines: fitted.baselines });
      onFold?.(preprocessings.length, total);
    }
    scored.push(folds);
  }
  const pooled = scored.map((folds) => {
    const pairs = concatPairs(folds.map((fold) => fold.pairs));
    const floor = poolFolds(folds.map((fold) => fold.floor)) as PooledScores;
    return { folds, pairs, floor, ...hardPairs(pairs, dataset, floor.llrs) };
  });
  return names.map((name) => ({
    baseline: name,
    title: baselineTitle(name),
    protocol: protocol.description,
    ...(protocol.leak === undefined ? {} : { leak: protocol.leak }),
    ...summariseEvaluation(
      pooled.map(({ folds, ...rest }) => ({
        ...rest,
        model: poolFolds(folds.map(({ baselines }) => baselines.get(name))) as PooledScores,
      })),
      groups,
      seed,
    ),
    hardPairs: pooled[0]?.definition ?? '',
    preprocessings,
    components,
    warnings: [...warnings],
  }));
}
