import { type Dataset, rowsAt } from '../../dataset.js';
import { type ChoiceOptions, type ChosenVerifier, chooseVerifier } from '../../verifier/choose-verifier.js';
import { testSideOf, triedScorer } from '../../verifier/score-tried.js';
import { best, type TriedVerifier } from '../../verifier/tried-verifier.js';
import type { TriedBranch } from '../../verifier/try-candidates.js';
import type { Pairs } from '../pairs.js';
import type { Fold } from '../protocols/fold.js';

/** One fold of a control: pairs by index of the whole set, and what scored them `[P]`. */
export interface ControlledFold {
  readonly pairs: Pairs;
  /** Ratios of what the ladder ships. */
  readonly shipped: Float64Array;
  /** Normal scores of the best of what learned from labels on the last rung that was climbed. */
  readonly learned: Float64Array;
  /** Normal scores of total-covariance whitening, which knows no labels, on the same preprocessing; their mean where there are several. */
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
 * What ships is often the floor, as it should be where labels say nothing; so what did learn is scored too. Of that, the best on the
 * last rung: where nothing is to be found all cost alike, and the first rung would always be taken, whatever was asked for. By
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
  const learned = learnedOf(ladder);
  const whitened: Float64Array[] = [];
  for (const one of whitenedLike(learned, ladder)) {
    whitened.push(await scorer.normalScores(one));
  }
  return {
    pairs: side.pairs,
    shipped: Float64Array.from((await scorer.ratios(ladder.chosen)).llrs),
    learned: await scorer.normalScores(learned),
    whitened: Float64Array.from(
      side.pairs.same,
      (_, p) => whitened.reduce((sum, scores) => sum + (scores[p] as number), 0) / whitened.length,
    ),
  };
}

/** The best of what learned from labels on the last rung that has some, an encoder's or an ensemble among them; else the floor. */
export function learnedOf({ tried, floor }: Pick<ChosenVerifier, 'tried' | 'floor'>): TriedVerifier {
  const learned = tried.filter(({ kind }) => kind === 'linear' || kind === 'encoder');
  const last = learned.at(-1);
  return last === undefined ? floor : best(learned.filter(({ rung }) => rung === last.rung));
}

/**
 * Total whitening on the preprocessing of each branch, without its encoder, which learned from labels too: the same spectra, and an
 * ensemble of as many. The floor where there is none.
 */
export function whitenedLike(
  { branches }: Pick<TriedVerifier, 'branches'>,
  { tried, floor }: Pick<ChosenVerifier, 'tried' | 'floor'>,
): readonly TriedVerifier[] {
  const whitenings = tried.filter((one) => one.kind === 'label-free' && one.branches.length === 1);
  const on = ({ preprocessing: { recipe } }: TriedBranch) =>
    whitenings.find(({ branches: [only] }) => only?.preprocessing.recipe === recipe) ?? floor;
  return branches.map(on);
}

/** Scores of several folds, one after the other. */
export function joined(folds: readonly ControlledFold[], which: 'shipped' | 'learned' | 'whitened'): Float64Array {
  return Float64Array.from(folds.flatMap((fold) => Array.from(fold[which])));
}
