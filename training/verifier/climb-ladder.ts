import { type Dataset, rowsAt } from '../dataset.js';
import type { Fold } from '../evaluation/protocols/fold.js';
import { type ChoiceOptions, type ChosenVerifier, chooseVerifier } from './choose-verifier.js';
import { type ClimbedRung, withinBudget } from './climb.js';
import type { Rung } from './rungs.js';
import { type ScoredFold, scoreFold } from './score-fold.js';
import { branchName, type TriedVerifier } from './tried-verifier.js';

/** What ladders are climbed on: spectra, the group of each, and their axis. */
export type LadderData = Pick<Dataset, 'rows' | 'groups' | 'axis'>;

/** A ladder to be climbed on one training side: plain data, so that another thread can do it. */
export interface LadderJob extends Pick<ChoiceOptions, 'scoreNormalisation'> {
  /** The folds that are trained on this side, named by rows of the whole set: one, or all those of a partition that leaks. */
  readonly folds: readonly Fold[];
  readonly seed: number;
  readonly candidates: readonly Rung[];
  /** The threshold is the mean of the tested scores, as a published protocol has it. */
  readonly thresholdFromTest: boolean;
  /** Ends the ladder between rungs where so many like it would not fit into the seconds. @default no end */
  readonly budget?: { readonly seconds: number; readonly ladders: number };
}

/** What a ladder came to, in words and numbers. */
export interface LadderChoice {
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

/** A ladder that was climbed, with the folds that its choice scored: plain data, too. */
export interface LadderOutcome {
  readonly choice: LadderChoice;
  /** The list of rungs that leads here again. */
  readonly candidates: readonly Rung[];
  readonly climbed: readonly ClimbedRung[];
  readonly warnings: readonly string[];
  /** In the order of the job's. */
  readonly scored: readonly ScoredFold[];
}

/** A fold with the ladder that was climbed on its training side. */
export interface ClimbedFold {
  /** The seed of the partition. */
  readonly partition: number;
  readonly fold: Fold;
  readonly ladder: ChosenVerifier;
}

/** What a ladder is climbed with, in the thread that climbs it. */
export interface LadderPorts extends Pick<ChoiceOptions, 'run' | 'fitEncoder' | 'onRung' | 'now'> {
  /** Called with each fold once it is scored. */
  readonly onScored?: (climbed: ClimbedFold) => Promise<void>;
}

/**
 * Climbs the ladders of a cross-validation, none of which needs another: side by side, in threads of their own.
 *
 * @param onDone called with each outcome as it comes, in whatever order
 * @returns the outcomes in the order of the jobs
 */
export type LadderRunner = (
  data: LadderData,
  jobs: readonly LadderJob[],
  onDone: (outcome: LadderOutcome) => void,
) => Promise<readonly LadderOutcome[]>;

/**
 * Chooses a verifier on one training side and scores the folds that are trained on it. The same data, job and ports give the same
 * outcome in any thread.
 *
 * @throws SpectroSimError what {@link chooseVerifier} throws
 * @example
 * ```ts
 * const { choice, scored } = await climbLadder(dataset, job, { run });
 * ```
 */
export async function climbLadder(
  data: LadderData,
  { folds, thresholdFromTest, budget, ...choice }: LadderJob,
  { onScored, ...ports }: LadderPorts,
): Promise<LadderOutcome> {
  const { rows, groups, axis } = data;
  const train = folds[0]?.train ?? [];
  const ladder = await chooseVerifier(
    rowsAt(rows, train),
    train.map((i) => groups[i] as string),
    axis,
    { ...ports, ...choice, ...(budget && { goOn: withinBudget(budget.seconds, budget.ladders) }) },
  );
  const scored: ScoredFold[] = [];
  for (const fold of folds) {
    scored.push(await scoreFold(data, fold, ladder, thresholdFromTest, ports.run));
    await onScored?.({ partition: choice.seed, fold, ladder });
  }
  const { candidates, climbed, warnings } = ladder;
  return { choice: describe(ladder), candidates, climbed, warnings, scored };
}

function describe({ chosen, floor, why }: ChosenVerifier): LadderChoice {
  const rating = ({ name, cllr, auc }: TriedVerifier) => ({ name, cllr, auc });
  return { rung: chosen.rung, ...rating(chosen), branches: chosen.branches.map(branchName), floor: rating(floor), why };
}
