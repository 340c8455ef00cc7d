import type { Matrix } from 'ml-matrix';
import type { FittedBackEnd } from './back-end.js';
import { discriminants } from './between.js';
import { product } from './products.js';
import { groupRows, meanVariance, type Shrinkage, whiteningTransform } from './scatter.js';

/**
 * Cosine in the directions in which groups differ most against what varies within them (linear discriminant analysis:
 * Fisher 1936, Rao 1948), at most `dimensions` of them.
 */
export function fitLda(
  coordinates: Matrix,
  groups: readonly number[],
  dimensions: number,
  shrinkage: Shrinkage,
): FittedBackEnd {
  const { means, sizes, within } = groupRows(coordinates, groups);
  const whitening = whiteningTransform(within, shrinkage, meanVariance(coordinates));
  const { directions } = discriminants({ means: product(means, whitening), sizes });
  const kept = Math.min(dimensions, directions.columns);
  return {
    offset: means.mean('column'),
    transform: product(whitening, directions.subMatrix(0, directions.rows - 1, 0, kept - 1)),
    lengthNormalise: false,
    scoring: { kind: 'cosine' },
  };
}
