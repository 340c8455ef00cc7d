import type { FittedBackEnd } from './back-end.js';
import { whiteningBy } from './projection.js';
import { meanVariance, type Shrinkage, totalDeviations, whiteningFactor } from './scatter.js';
import type { TrainingRows } from './training-rows.js';

/** Cosine of rows whitened by the covariance of all training rows, shrunk: learned, without labels. */
export function fitTotalWhitening({ coordinates }: TrainingRows, shrinkage: Shrinkage): FittedBackEnd {
  return {
    offset: new Array<number>(coordinates.columns).fill(0),
    transform: whiteningBy(whiteningFactor(totalDeviations(coordinates), shrinkage, meanVariance(coordinates))),
    lengthNormalise: false,
    scoring: { kind: 'cosine' },
  };
}

/**
 * Cosine of rows whitened by the within-group covariance, shrunk (WCCN: Hatch, Kajarekar & Stolcke 2006, Interspeech):
 * what varies among replicates counts little.
 */
export function fitWithinWhitening({ grouped, whitening }: TrainingRows, shrinkage: Shrinkage): FittedBackEnd {
  return {
    offset: grouped.means.mean('column'),
    transform: whitening(shrinkage),
    lengthNormalise: false,
    scoring: { kind: 'cosine' },
  };
}
