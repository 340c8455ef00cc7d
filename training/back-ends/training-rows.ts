import type { Matrix } from 'ml-matrix';
import { type Discriminants, discriminants } from './between.js';
import { product } from './products.js';
import {
  covarianceOf,
  type GroupedRows,
  groupRows,
  meanVariance,
  type Shrinkage,
  whiteningTransform,
} from './scatter.js';

/** Training rows with what several back-ends learn from them, computed once, when first asked for. */
export interface TrainingRows {
  /** Centred rows in an orthonormal basis `[n, r]`. */
  readonly coordinates: Matrix;
  /** The group of each row `[n]`, numbered from 0. */
  readonly groups: readonly number[];
  readonly grouped: GroupedRows;
  /** The transform `[r, r]` that whitens within groups. */
  whitening(shrinkage: Shrinkage): Matrix;
  /** Directions of rows so whitened in which groups differ. */
  discriminants(shrinkage: Shrinkage): Discriminants;
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
  const whitening = once((shrinkage: Shrinkage) => {
    within ??= covarianceOf(grouped.within);
    return whiteningTransform(grouped.within, shrinkage, meanVariance(coordinates), within);
  });
  return {
    coordinates,
    groups,
    grouped,
    whitening,
    discriminants: once((shrinkage: Shrinkage) =>
      discriminants({ means: product(grouped.means, whitening(shrinkage)), sizes: grouped.sizes }),
    ),
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
