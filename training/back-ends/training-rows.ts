import type { Matrix } from 'ml-matrix';
import { type Discriminants, discriminants } from './between.js';
import { flatten } from './products.js';
import { type Projection, whiteningBy } from './projection.js';
import { covarianceOf, type GroupedRows, groupRows, meanVariance, type Shrinkage, whiteningFactor } from './scatter.js';
import { solveTransposed } from './triangular.js';

/** Training rows with what several back-ends learn from them, computed once, when first asked for. */
export interface TrainingRows {
  /** Centred rows in an orthonormal basis `[n, r]`. */
  readonly coordinates: Matrix;
  /** The group of each row `[n]`, numbered from 0. */
  readonly groups: readonly number[];
  readonly grouped: GroupedRows;
  /** What whitens within groups. */
  whitening(shrinkage: Shrinkage): Projection;
  /** Directions of rows so whitened in which groups differ, as columns to multiply coordinates by `[r, E]`. */
  discriminants(shrinkage: Shrinkage): Discriminants & { readonly projection: Matrix };
}

/**
 * Training rows to fit back-ends on.
 *
 * @param coordinates centred rows in an orthonormal basis `[n, r]`
 * @param groups the group of each row `[n]`, numbered from 0
 */
export function trainingRows(coordinates: Matrix, groups: readonly number[]): TrainingRows {
  const grouped = groupRows(coordinates, groups);
  let within: Matrix | undefined;
  const factor = once((shrinkage: Shrinkage) => {
    within ??= covarianceOf(grouped.within);
    return whiteningFactor(grouped.within, shrinkage, meanVariance(coordinates), within);
  });
  return {
    coordinates,
    groups,
    grouped,
    whitening: (shrinkage) => whiteningBy(factor(shrinkage)),
    discriminants: once((shrinkage: Shrinkage) => {
      const means = whiteningBy(factor(shrinkage)).apply(flatten(grouped.means));
      const found = discriminants({ means, sizes: grouped.sizes });
      return { ...found, projection: solveTransposed(factor(shrinkage), found.directions) };
    }),
  };
}

function once<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
