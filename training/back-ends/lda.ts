import type { FittedBackEnd } from './back-end.js';
import { projectionBy } from './projection.js';
import type { Shrinkage } from './scatter.js';
import type { TrainingRows } from './training-rows.js';

/**
 * Cosine in the directions in which groups differ most against what varies within them (linear discriminant analysis:
 * Fisher 1936, Rao 1948), at most `dimensions` of them.
 */
export function fitLda(training: TrainingRows, dimensions: number, shrinkage: Shrinkage): FittedBackEnd {
  const { projection } = training.discriminants(shrinkage);
  const kept = Math.min(dimensions, projection.columns);
  return {
    offset: training.grouped.means.mean('column'),
    transform: projectionBy(projection.subMatrix(0, projection.rows - 1, 0, kept - 1)),
    lengthNormalise: false,
    scoring: { kind: 'cosine' },
  };
}
