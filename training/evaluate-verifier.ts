import type { Dataset } from './dataset.js';
import { hardPairs } from './evaluation/hard-pairs.js';
import type { PooledScores } from './evaluation/measure-pooled.js';
import { concatPairs } from './evaluation/pairs.js';
import { type Partition, type Protocol, partitions } from './evaluation/protocols/protocol.js';
import {
  type EvaluationSummary,
  type PooledPartition,
  type SystemSummary,
  summariseEvaluation,
  summariseSystem,
} from './evaluation/summarise-evaluation.js';
import { type ChoiceOptions, ladderOf } from './verifier/choose-verifier.js';
import {
  type ClimbedFold,
  climbLadder,
  type LadderChoice,
  type LadderJob,
  type LadderOutcome,
  type LadderRunner,
} from './verifier/climb-ladder.js';
import type { Rung } from './verifier/rungs.js';
import { poolFolds, SYSTEMS } from './verifier/score-fold.js';

/** What the ladder came to in one fold. */
export interface ChosenInFold extends LadderChoice {
  /** The seed of the partition, and the fold in it, from 1. */
  readonly partition: number;
  readonly fold: number;
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

/** How a ladder is cross-validated. */
export interface VerifierEvaluationOptions extends Omit<ChoiceOptions, 'goOn'> {
  /** Of the first partition; the next one's is one more. */
  readonly seed: number;
  /** How often the set is cut anew. */
  readonly partitions: number;
  /**
   * What all ladders together may take, as if one was climbed after the other: held against what the rungs of the first took,
   * between rungs, and every other ladder climbs the same ones. @default no end
   */
  readonly budgetSeconds?: number;
  /** A protocol that is evaluated afterwards with the rungs that come of this: its ladders share the budget. @default none */
  readonly alongside?: Protocol;
  /**
   * Climbs the ladders, side by side where it can; the result is the same. It computes with ports of its own, and rungs are reported
   * when a ladder has ended. With `onLadder` or `now`, which need the ladder in this thread, it is not used.
   * @default in this thread, one after the other
   */
  readonly ladders?: LadderRunner;
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
  options: VerifierEvaluationOptions,
): Promise<CrossScores> {
  const { seed, partitions: count, alongside, budgetSeconds, onFold } = options;
  const cuts = partitions(protocol, seed, count);
  const jobs = jobsOf(cuts, protocol, options);
  const total = jobs.reduce((sum, { folds }) => sum + folds.length, 0);
  const climb = climber(dataset, options, total);
  onFold?.(0, total);
  const outcomes: LadderOutcome[] = [];
  let others = jobs;
  if (budgetSeconds !== undefined) {
    // The first ladder settles how far all go.
    const ladders = jobs.length + (alongside === undefined ? 0 : countLadders(partitions(alongside, seed, count)));
    const budget = { seconds: budgetSeconds, ladders };
    outcomes.push(...(await climb(jobs.slice(0, 1).map((job) => ({ ...job, budget })))));
    others = jobs.slice(1).map((job) => ({ ...job, candidates: outcomes[0]?.candidates ?? job.candidates }));
  }
  outcomes.push(...(await climb(others)));
  const ofCut = (cut: Partition) => outcomes.filter((_, i) => jobs[i]?.seed === cut.seed);
  const scored = cuts.map((cut) => ofCut(cut).flatMap((outcome) => outcome.scored));
  const chosen = cuts.flatMap((cut) =>
    ofCut(cut)
      .flatMap(({ choice, scored: folds }) => folds.map(() => choice))
      .map((choice, i) => ({ partition: cut.seed, fold: i + 1, ...choice })),
  );
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
  return {
    pooled,
    hardPairs: pooled[0]?.definition ?? '',
    candidates: outcomes[0]?.candidates ?? [],
    chosen,
    warnings: [...new Set([...protocol.warnings, ...outcomes.flatMap(({ warnings }) => warnings)])],
  };
}

/** A job for each training side; protocols that leak train all folds of a partition on the same rows. */
function jobsOf(
  cuts: readonly Partition[],
  { thresholdFromTest }: Protocol,
  { candidates, fitEncoder, scoreNormalisation }: VerifierEvaluationOptions,
): readonly LadderJob[] {
  const common = {
    candidates: ladderOf(candidates, fitEncoder),
    thresholdFromTest,
    ...(scoreNormalisation && { scoreNormalisation }),
  };
  return cuts.flatMap(({ seed, folds }) =>
    [...new Set(folds.map(({ train }) => train))].map((side) => ({
      folds: folds.filter(({ train }) => train === side),
      seed,
      ...common,
    })),
  );
}

/** Climbs ladders as the options say, and tells of rungs and of folds, of which there are `total`. */
function climber(
  dataset: Dataset,
  options: VerifierEvaluationOptions,
  total: number,
): (jobs: readonly LadderJob[]) => Promise<readonly LadderOutcome[]> {
  const { ladders, onLadder, onRung, onFold, now } = options;
  let done = 0;
  if (ladders !== undefined && onLadder === undefined && now === undefined) {
    return (jobs) =>
      ladders(dataset, jobs, ({ climbed, scored }) => {
        for (const rung of climbed) {
          onRung?.(rung);
        }
        for (const _ of scored) {
          onFold?.(++done, total);
        }
      });
  }
  const onScored = async (climbed: ClimbedFold) => {
    await onLadder?.(climbed);
    onFold?.(++done, total);
  };
  return async (jobs) => {
    const outcomes: LadderOutcome[] = [];
    for (const job of jobs) {
      outcomes.push(await climbLadder(dataset, job, { ...options, onScored }));
    }
    return outcomes;
  };
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
    ...(labelFree.length < count ? {} : { labelFree: summariseSystem(labelFree, groups, seed) }),
    ...rest,
  };
}
