import { SpectroSimError } from '@spectrosim/models';
import { fitBalancedLogistic } from './balanced-logistic.js';
import { fitNormalScores } from './normal-scores.js';
import { applyScoreMapToAll, type ScoreMap } from './score-map.js';

/** A map from scores to log-likelihood ratios, natural logarithm, and the most that data of that size can warrant. */
export interface CalibrationMap extends ScoreMap {
  /** Largest |LLR| to report: the logarithm of the number of same-source pairs that were learnt from. */
  readonly bound: number;
}

/**
 * Learns what scores are worth: a map to the log-likelihood ratio of one source against two.
 *
 * Scores become normal scores, and a logistic regression in which both kinds weigh alike makes a straight line in those
 * the ratio. A straight line of a piecewise-linear map is one again, with the same knots: the two are one map. Its
 * slope is never negative. The map itself has no bound, for ranking and pooling; {@link boundedLlr} is what is
 * reported.
 *
 * @param scores of pairs that what scores them has not seen: out of fold `[P]`
 * @param same 1 for one source, 0 for two `[P]`
 * @throws SpectroSimError `training` when either kind of pair is absent, or a score is not finite.
 * @example
 * ```ts
 * const map = fitCalibration(outOfFold, pairs.same);
 * const llr = applyScoreMap(map, score); // to rank, to pool
 * boundedLlr(map, llr); // to report
 * ```
 */
export function fitCalibration(scores: ArrayLike<number>, same: ArrayLike<number>): CalibrationMap {
  let positives = 0;
  for (let p = 0; p < same.length; p++) {
    positives += same[p] as number;
  }
  if (positives === 0 || positives === same.length) {
    throw new SpectroSimError(
      'training',
      `Calibration learns from pairs of one source and of two, got ${positives} and ${same.length - positives}. Give at least two groups, one of them with two spectra.`,
    );
  }
  const normal = fitNormalScores(scores);
  const { slope, intercept } = fitBalancedLogistic(applyScoreMapToAll(normal, scores), same);
  return {
    knots: normal.knots,
    values: normal.values.map((z) => intercept + slope * z),
    bound: Math.log(positives),
  };
}

/** A log-likelihood ratio within what its calibration warrants. */
export function boundedLlr({ bound }: Pick<CalibrationMap, 'bound'>, llr: number): number {
  return Math.min(bound, Math.max(-bound, llr));
}
