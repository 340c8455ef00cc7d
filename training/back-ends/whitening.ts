import type { Matrix } from 'ml-matrix';
import type { FittedBackEnd } from './back-end.js';
import { groupRows, meanVariance, type Shrinkage, totalDeviations, whiteningTransform } from './scatter.js';

/** Cosine of rows whitened by the covariance of all training rows, shrunk: learned, without labels. */
export function fitTotalWhitening(coordinates: Matrix, shrinkage: Shrinkage): FittedBackEnd {
  return {
    offset: new Array<number>(coordinates.columns).fill(0),
    transform: whiteningTransform(totalDeviations(coordinates), shrinkage, meanVariance(coordinates)),
    lengthNormalise: false,
    scoring: { kind: 'cosine' },
  };
}

/**
 * Cosine of rows whitened by the within-group covariance, shrunk (WCCN: Hatch, Kajarekar & Stolcke 2006, Interspeech):
 * what varies among replicates counts little.
 */
export function fitWithinWhitening(
  coordinates: Matrix,
  groups: readonly number[],
  shrinkage: Shrinkage,
): FittedBackEnd {
  const { means, within } = groupRows(coordinates, groups);
  return {
    offset: means.mean('column'),
    transform: whiteningTransform(within, shrinkage, meanVariance(coordinates)),
    lengthNormalise: false,
    scoring: { kind: 'cosine' },
  };
}
