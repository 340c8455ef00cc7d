import { type Dataset, rowsAt } from './dataset.js';
import { hardPairs } from './evaluation/hard-pairs.js';
import type { PooledScores } from './evaluation/measure-pooled.js';
import { concatPairs } from './evaluation/pairs.js';
import type { Fold } from './evaluation/protocols/fold.js';
import { type Partition, type Protocol, partitions } from './evaluation/protocols/protocol.js';
import {
  type EvaluationSummary,
  type PooledPartition,
  type SystemSummary,
  summariseEvaluation,
} from './evaluation/summarise-evaluation.js';
import { type ChoiceOptions, type ChosenVerifier, chooseVerifier } from './verifier/choose-verifier.js';
import { withinBudget } from './verifier/climb.js';
import type { Rung } from './verifier/rungs.js';
import { poolFolds, type ScoredFold, SYSTEMS, scoreFold } from './verifier/score-fold.js';
import { branchName, type TriedVerifier } from './verifier/tried-verifier.js';

/** What the ladder came to in one fold. */
export interface ChosenInFold {
  /** The seed of the partition, and the fold in it, from 1. */
  readonly partition: number;
  readonly fold: number;
  readonly rung: Rung;
  /** What was chosen, in words, and its branches one by one. */
  readonly name: string;
  readonly branches: readonly string[];
  /** Inside the training side, of calibrated scores out of fold. */
  readonly cllr: number;
  readonly auc: number;
  readonly floor: { readonly name: string; readonly cllr: number; readonly auc: number };
  readonly why: string;
}

/** A cross-validated ladder. */
export interface VerifierEvaluation extends EvaluationSummary {
  /** How the set was cut: `5-fold by group`. */
  readonly protocol: string;
  /** Why the numbers are too good; absent where training and test share nothing. */
  readonly leak?: string;
  /** Total whitening (its statistics need no labels; chosen and calibrated with them); absent where a fold had none. */
  readonly labelFree?: SystemSummary;
  /** The definition of hard pairs, a sentence. */
  readonly hardPairs: string;
  /** The rungs that every fold climbed. */
  readonly candidates: readonly Rung[];
  readonly chosen: readonly ChosenInFold[];
  readonly warnings: readonly string[];
}

/** A fold with the ladder that was climbed on its training side. */
export interface ClimbedFold {
  /** The seed of the partition. */
  readonly partition: number;
  readonly fold: Fold;
  readonly ladder: ChosenVerifier;
}

/** How a ladder is cross-validated. */
export interface VerifierEvaluationOptions extends Omit<ChoiceOptions, 'goOn'> {
  /** Of the first partition; the next one's is one more. */
  readonly seed: number;
  /** How often the set is cut anew. */
  readonly partitions: number;
  /**
   * What all ladders together may take: held against what the rungs of the first took, between rungs, and every other ladder
   * climbs the same ones. @default no end
   */
  readonly budgetSeconds?: number;
  /** A protocol that is evaluated afterwards with the rungs that come of this: its ladders share the budget. @default none */
  readonly alongside?: Protocol;
  /** Called with each fold once it is scored, when what else its ladder tried can be scored too. */
  readonly onLadder?: (climbed: ClimbedFold) => Promise<void>;
  /** Called before the first fold and after each, with how many are done, of how many. */
  readonly onFold?: (done: number, of: number) => void;
}

/**
 * Cross-validates the ladder: in each fold a verifier is chosen, fitted and calibrated on the training side alone, and scores
 * every held-out pair; the ratios of a partition's folds are pooled.
 *
 * @throws SpectroSimError `input` when the folds cannot be filled, or a training side lacks pairs of one group or of two.
 * @example
 * ```ts
 * const protocol = createProtocol('groups', dataset);
 * const { model, floor, difference } = await evaluateVerifier(dataset, protocol, { seed: 1, partitions: 3, run });
 * model.cllr; // { mean, sd, lo, hi }
 * ```
 */
export async function evaluateVerifier(
  dataset: Dataset,
  protocol: Protocol,
  options: VerifierEvaluationOptions,
): Promise<VerifierEvaluation> {
  return summariseFolds(dataset, protocol, options, await crossScore(dataset, protocol, options));
}

/** The pairs of one partition with every system's scores, and where they come from. */
export interface ScoredPartition extends PooledPartition {
  /** Total whitening, where every fold has one. */
  readonly labelFree?: PooledScores | undefined;
  /** The fold that scored each pair, from 0 `[P]`: scores of one fold are one verifier's. */
  readonly foldOf: Int32Array;
}

/** All folds of all partitions, scored. */
export interface CrossScores {
  /** By partition, its folds pooled. */
  readonly pooled: readonly ScoredPartition[];
  readonly hardPairs: string;
  readonly candidates: readonly Rung[];
  readonly chosen: readonly ChosenInFold[];
  readonly warnings: readonly string[];
}

/** How many ladders a cross-validation climbs: one for each training side. Protocols that leak have one for all their folds. */
export function countLadders(cuts: readonly Partition[]): number {
  return cuts.reduce((sum, { folds }) => sum + new Set(folds.map(({ train }) => train)).size, 0);
}

/** Chooses, fits and scores in every fold; what {@link evaluateVerifier} measures. */
export async function crossScore(
  dataset: Dataset,
  protocol: Protocol,
  {
    seed,
    partitions: count,
    candidates,
    budgetSeconds,
    alongside,
    onLadder,
    onFold,
    ...options
  }: VerifierEvaluationOptions,
): Promise<CrossScores> {
  const { groups, rows, axis } = dataset;
  const cuts = partitions(protocol, seed, count);
  const total = cuts.reduce((sum, { folds }) => sum + folds.length, 0);
  const { run } = options;
  const ladders = countLadders([...cuts, ...(alongside === undefined ? [] : partitions(alongside, seed, count))]);
  const budget = budgetSeconds === undefined ? {} : { goOn: withinBudget(budgetSeconds, ladders) };
  let climbed: readonly Rung[] | undefined;
  onFold?.(0, total);
  const chosen: ChosenInFold[] = [];
  const warnings = new Set(protocol.warnings);
  const scored: ScoredFold[][] = [];
  for (const cut of cuts) {
    const folds: ScoredFold[] = [];
    let last: { train: Fold['train']; ladder: ChosenVerifier } | undefined;
    for (const [number, fold] of cut.folds.entries()) {
      // Protocols that leak train all their folds on the same rows.
      if (last?.train !== fold.train) {
        const groupsOf = fold.train.map((i) => groups[i] as string);
        const choice = {
          ...options,
          seed: cut.seed,
          // The first ladder settles how far all go.
          ...(climbed === undefined ? { ...(candidates && { candidates }), ...budget } : { candidates: climbed }),
        };
        last = { train: fold.train, ladder: await chooseVerifier(rowsAt(rows, fold.train), groupsOf, axis, choice) };
        climbed ??= last.ladder.candidates;
      }
      const { ladder } = last;
      for (const warning of ladder.warnings) {
        warnings.add(warning);
      }
      chosen.push({ partition: cut.seed, fold: number + 1, ...describe(ladder) });
      folds.push(await scoreFold(dataset, fold, ladder, protocol.thresholdFromTest, run));
      await onLadder?.({ partition: cut.seed, fold, ladder });
      onFold?.(chosen.length, total);
    }
    scored.push(folds);
  }
  const pooled = scored.map((folds) => {
    const pairs = concatPairs(folds.map((fold) => fold.pairs));
    const system = (name: (typeof SYSTEMS)[number]) => poolFolds(folds.map(({ systems }) => systems[name]));
    const [model, labelFree, floor] = SYSTEMS.map(system);
    return {
      pairs,
      foldOf: Int32Array.from(folds.flatMap((fold, number) => new Array<number>(fold.pairs.same.length).fill(number))),
      labelFree,
      model: model as PooledScores,
      floor: floor as PooledScores,
      ...hardPairs(pairs, dataset, (floor as PooledScores).llrs),
    };
  });
  return { pooled, hardPairs: pooled[0]?.definition ?? '', candidates: climbed ?? [], chosen, warnings: [...warnings] };
}

/** Measures what {@link crossScore} scored. */
export function summariseFolds(
  { groups }: Dataset,
  { description, leak }: Protocol,
  { seed, partitions: count }: VerifierEvaluationOptions,
  { pooled, ...rest }: CrossScores,
): VerifierEvaluation {
  const labelFree = pooled.flatMap((one) => (one.labelFree === undefined ? [] : { ...one, model: one.labelFree }));
  return {
    protocol: description,
    ...(leak === undefined ? {} : { leak }),
    ...summariseEvaluation(pooled, groups, seed),
    ...(labelFree.length < count ? {} : { labelFree: summariseEvaluation(labelFree, groups, seed).model }),
    ...rest,
  };
}

function describe({ chosen, floor, why }: ChosenVerifier): Omit<ChosenInFold, 'partition' | 'fold'> {
  const rating = ({ name, cllr, auc }: TriedVerifier) => ({ name, cllr, auc });
  return { rung: chosen.rung, ...rating(chosen), branches: chosen.branches.map(branchName), floor: rating(floor), why };
}
