import type { FittedBackEnd } from './back-end.js';
import { product } from './products.js';
import type { Shrinkage } from './scatter.js';
import type { TrainingRows } from './training-rows.js';

/**
 * Cosine in the directions in which groups differ most against what varies within them (linear discriminant analysis:
 * Fisher 1936, Rao 1948), at most `dimensions` of them.
 */
export function fitLda(training: TrainingRows, dimensions: number, shrinkage: Shrinkage): FittedBackEnd {
  const { directions } = training.discriminants(shrinkage);
  const kept = Math.min(dimensions, directions.columns);
  return {
    offset: training.grouped.means.mean('column'),
    transform: product(training.whitening(shrinkage), directions.subMatrix(0, directions.rows - 1, 0, kept - 1)),
    lengthNormalise: false,
    scoring: { kind: 'cosine' },
  };
}
