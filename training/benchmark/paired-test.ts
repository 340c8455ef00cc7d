import { meanAndSd } from '../evaluation/mean-and-sd.js';
import { studentBound, studentWithin } from '../evaluation/student-t.js';

/** Fewer values than this are not tested: with two, an interval is a dozen standard deviations wide. */
export const FEWEST_VALUES = 3;

/** A mean with its interval, and the p-value of its being 0. */
export interface PairedTest {
  readonly mean: number;
  /** Of the values, n − 1. */
  readonly sd: number;
  /** The 95% interval by Student's t. */
  readonly lo: number;
  readonly hi: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * The corrected resampled t-test (Nadeau & Bengio 2003, Machine Learning 52): training sets of repeated splits overlap, so that
 * their results vary less than results of new data would, and the variance of the mean is (1/n + nTest/nTrain) s² instead of s²/n. Of r
 * cross-validations with k folds, n is r·k (Bouckaert & Frank 2004).
 *
 * @param differences of two systems on the same splits, one a split; or values of one system
 * @param overlap nTest / nTrain of a split; 0 where every split has data of its own, which leaves the paired t-test
 * @returns `undefined` for fewer than {@link FEWEST_VALUES}
 */
export function pairedTest(differences: readonly number[], overlap: number): PairedTest | undefined {
  const count = differences.length;
  if (count < FEWEST_VALUES) {
    return undefined;
  }
  const { mean, sd } = meanAndSd(differences);
  const error = sd * Math.sqrt(1 / count + overlap);
  const half = studentBound(0.95, count - 1) * error;
  // Differences that are all 0 are as alike as can be: t would be 0 / 0.
  const p = mean === 0 ? 1 : 1 - studentWithin(mean / error, count - 1);
  return { mean, sd, lo: mean - half, hi: mean + half, p };
}

/**
 * Holm's step-down adjustment: p-values of several tests such that the chance of any false alarm stays what it is said to be
 * (Holm 1979; for comparisons of classifiers Demšar 2006, Journal of Machine Learning Research 7).
 *
 * @returns adjusted p-values, in the order given
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((i, j) => (ps[i] as number) - (ps[j] as number));
  const adjusted = new Array<number>(ps.length);
  let least = 0;
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, (ps.length - rank) * (ps[index] as number)));
    adjusted[index] = least;
  });
  return adjusted;
}
