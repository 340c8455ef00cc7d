import { type Dataset, rowsAt } from '../../dataset.js';
import { type ChoiceOptions, type ChosenVerifier, chooseVerifier } from '../../verifier/choose-verifier.js';
import { scorePairs } from '../../verifier/score-pairs.js';
import { best, branchName, type TriedVerifier } from '../../verifier/tried-verifier.js';
import type { Pairs } from '../pairs.js';
import { type Fold, testPairsOf } from '../protocols/fold.js';

/** One fold of a control: pairs by index of the whole set, and what scored them `[P]`. */
export interface ControlledFold {
  readonly pairs: Pairs;
  /** Ratios of what the ladder ships. */
  readonly shipped: Float64Array;
  /** Normal scores of the best back-end that learned from labels. */
  readonly learned: Float64Array;
  /** Normal scores of total-covariance whitening, which knows no labels, on the same preprocessing. */
  readonly whitened: Float64Array;
  /** What learned, in words. */
  readonly name: string;
}

/** How controls climb the ladder. */
export type ControlOptions = Pick<ChoiceOptions, 'run' | 'candidates' | 'fitEncoder'> & {
  /** Of the first shuffle; the next one's is one more. */
  readonly seed: number;
  /** @default 20 */
  readonly shuffles?: number;
  /** Called after each fold with how many are done, of how many. */
  readonly onFold?: (done: number, of: number) => void;
};

/** What scores as it ranks: normal scores, since a calibration that has found nothing makes all pairs alike and would hide a leak. */
const UNCALIBRATED = { knots: Float64Array.of(0, 1), values: Float64Array.of(0, 1), bound: 1 };

/**
 * Climbs the ladder on a fold's training side by labels that may be wrong, and scores the fold's pairs by three of what was tried.
 *
 * What ships is often the floor, as it should be where labels say nothing; so the best of what did learn is scored too.
 *
 * @param labels of the training rows `[n]`
 */
export async function scoreLearned(
  { rows, groups, axis }: Dataset,
  fold: Fold,
  labels: readonly string[],
  seed: number,
  { run, candidates = ['floor', 'linear'], fitEncoder }: ControlOptions,
): Promise<ControlledFold> {
  const options = { seed, run, candidates, ...(fitEncoder && { fitEncoder }) };
  const ladder = await chooseVerifier(rowsAt(rows, fold.train), labels, axis, options);
  const pairs = testPairsOf(fold, groups);
  const placeOf = new Map(fold.test.map((row, place) => [row, place]));
  const placed = (of: Int32Array) => of.map((row) => placeOf.get(row) as number);
  const places = { a: placed(pairs.a), b: placed(pairs.b), same: pairs.same };
  const tested = rowsAt(rows, fold.test);
  const score = async (tried: TriedVerifier) => scorePairs(await ladder.fit(tried), tested, places, run);
  const { learned, whitened } = learnedOf(ladder);
  return {
    pairs,
    shipped: await score(ladder.chosen),
    learned: await score({ ...learned, calibration: UNCALIBRATED }),
    whitened: await score({ ...whitened, calibration: UNCALIBRATED }),
    name: learned.branches.map(branchName).join(' + '),
  };
}

/** The best single back-end that learned from labels, and total whitening on its preprocessing; the floor where nothing could learn. */
function learnedOf({ tried, floor }: ChosenVerifier): { learned: TriedVerifier; whitened: TriedVerifier } {
  const single = tried.filter(({ branches }) => branches.length === 1);
  const linear = single.filter(({ kind }) => kind === 'linear');
  const learned = linear.length === 0 ? floor : best(linear);
  const [on] = learned.branches;
  const whitened = single.find(
    ({ kind, branches: [only] }) => kind === 'label-free' && only?.preprocessing === on?.preprocessing,
  );
  return { learned, whitened: whitened ?? floor };
}

/** Scores of several folds, one after the other. */
export function joined(folds: readonly ControlledFold[], which: 'shipped' | 'learned' | 'whitened'): Float64Array {
  return Float64Array.from(folds.flatMap((fold) => Array.from(fold[which])));
}
