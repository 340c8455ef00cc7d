import { fitCalibration } from '../calibration/calibration.js';
import { applyScoreMapToAll } from '../calibration/score-map.js';

/** Scores of one classifier: of the pairs that are tested, and of those that each side inside the training side held out. */
export interface ScoresOfSides {
  readonly tested: Float64Array;
  readonly inner: readonly Float64Array[];
}

/**
 * Scores of the soft vote of classifiers, of the same pairs as theirs.
 *
 * Classifiers have scales of their own: the decision value of an SVM is ±1 at the margins, a ratio of naive Bayes ±10 by the dozen.
 * So each votes by its log-likelihood ratio, calibrated as it is when it stands alone, on what it scored inside the training side.
 * There, where the vote itself is to be calibrated, it votes on a held-out side by what it scored of the other ones.
 *
 * @param sames of each inner side, 1 for one source, 0 for two; all but any one of them have pairs of both kinds
 */
export function voteOf(classifiers: readonly ScoresOfSides[], sames: readonly Uint8Array[]): ScoresOfSides {
  const sides = [...sames.keys()];
  const ratios = (learned: readonly number[], { inner }: ScoresOfSides, scores: Float64Array) => {
    const calibration = fitCalibration(
      learned.flatMap((side) => Array.from(inner[side] as Float64Array)),
      learned.flatMap((side) => Array.from(sames[side] as Uint8Array)),
    );
    return applyScoreMapToAll(calibration, scores);
  };
  return {
    tested: softVote(classifiers.map((one) => ratios(sides, one, one.tested))),
    inner: sides.map((side) => {
      const others = sides.filter((other) => other !== side);
      return softVote(classifiers.map((one) => ratios(others, one, one.inner[side] as Float64Array)));
    }),
  };
}

/**
 * The log-odds of the mean of the probabilities that log-likelihood ratios stand for, where both kinds are as frequent.
 *
 * @param ratios by classifier, of the same pairs `[C][P]`
 */
export function softVote(ratios: readonly Float64Array[]): Float64Array {
  const share = (ratio: number) => 1 / (1 + Math.exp(-ratio));
  return (ratios[0] as Float64Array).map((_, p) => {
    const votes = ratios.map((of) => of[p] as number);
    const summed = (sign: 1 | -1) => votes.reduce((sum, ratio) => sum + share(sign * ratio), 0);
    // For and against by themselves: 1 less a probability near 1 would be rounding.
    return Math.log(summed(1) / summed(-1));
  });
}
