import { type Dataset, rowsAt } from '../../dataset.js';
import { type ChoiceOptions, type ChosenVerifier, chooseVerifier } from '../../verifier/choose-verifier.js';
import { testSideOf, triedScorer } from '../../verifier/score-tried.js';
import { best, type TriedVerifier } from '../../verifier/tried-verifier.js';
import type { Pairs } from '../pairs.js';
import type { Fold } from '../protocols/fold.js';

/** One fold of a control: pairs by index of the whole set, and what scored them `[P]`. */
export interface ControlledFold {
  readonly pairs: Pairs;
  /** Ratios of what the ladder ships. */
  readonly shipped: Float64Array;
  /** Normal scores of the best back-end that learned from labels. */
  readonly learned: Float64Array;
  /** Normal scores of total-covariance whitening, which knows no labels, on the same preprocessing. */
  readonly whitened: Float64Array;
}

/** How controls climb the ladder. */
export interface ControlOptions extends Pick<ChoiceOptions, 'run' | 'candidates' | 'fitEncoder'> {
  /** Of the first shuffle; the next one's is one more. */
  readonly seed: number;
  /** @default 20 */
  readonly shuffles?: number;
  /** Called before the first fold and after each, with how many are done, of how many. */
  readonly onFold?: (done: number, of: number) => void;
}

/**
 * Climbs the ladder on a fold's training side by labels that may be wrong, and scores the fold's pairs by three of what was tried.
 *
 * What ships is often the floor, as it should be where labels say nothing; so the best of what did learn is scored too. That by
 * normal scores: a calibration that has found nothing makes all pairs alike, and would hide a leak.
 *
 * @param labels of the training rows `[n]`
 */
export async function scoreLearned(
  dataset: Dataset,
  fold: Fold,
  labels: readonly string[],
  seed: number,
  { run, candidates = ['floor', 'linear'], fitEncoder }: ControlOptions,
): Promise<ControlledFold> {
  const options = { seed, run, candidates, ...(fitEncoder && { fitEncoder }) };
  const ladder = await chooseVerifier(rowsAt(dataset.rows, fold.train), labels, dataset.axis, options);
  const side = testSideOf(dataset, fold);
  const scorer = triedScorer(ladder, side, run);
  const { learned, whitened } = learnedOf(ladder);
  return {
    pairs: side.pairs,
    shipped: Float64Array.from((await scorer.ratios(ladder.chosen)).llrs),
    learned: await scorer.normalScores(learned),
    whitened: await scorer.normalScores(whitened),
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
