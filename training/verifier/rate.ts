import { type CalibrationMap, fitCalibration } from '../calibration/calibration.js';
import { fitNormalScores } from '../calibration/normal-scores.js';
import { applyScoreMapToAll, type ScoreMap } from '../calibration/score-map.js';
import { areaUnderRoc } from '../evaluation/area-under-roc.js';
import { cllr } from '../evaluation/cllr.js';

/** Branches whose normal scores are averaged, judged by pairs that none of them was fitted on. */
export interface Rating {
  /** Cost of the calibrated log-likelihood ratios, in bits: what decides. */
  readonly cllr: number;
  readonly auc: number;
  /** The map from each branch's raw score to a normal score. */
  readonly normals: readonly ScoreMap[];
  /** The map from the mean normal score to a log-likelihood ratio. */
  readonly calibration: CalibrationMap;
  /** Mean normal scores `[P]`: what the calibration was learned from. */
  readonly scores: Float64Array;
}

/** Rates one branch, or several together, by raw out-of-fold scores. */
export function rate(branches: readonly { readonly scores: Float64Array }[], same: Uint8Array): Rating {
  const normals = branches.map(({ scores }) => fitNormalScores(scores));
  const mapped = branches.map(({ scores }, i) => applyScoreMapToAll(normals[i] as ScoreMap, scores));
  const scores = Float64Array.from(same, (_, p) => {
    const sum = mapped.reduce((total, of) => total + (of[p] as number), 0);
    return sum / branches.length;
  });
  const calibration = fitCalibration(scores, same);
  return {
    cllr: cllr({ scores: applyScoreMapToAll(calibration, scores), same }),
    auc: areaUnderRoc({ scores, same }),
    normals,
    calibration,
    scores,
  };
}
