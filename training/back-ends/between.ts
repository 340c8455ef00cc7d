import { EigenvalueDecomposition, type Matrix } from 'ml-matrix';
import { flatten, flattenTransposed, product, productTransposed } from './products.js';
import type { GroupedRows } from './scatter.js';

/** Directions in which groups differ, those that differ most first. */
export interface Discriminants {
  /** Orthonormal `[d, E]`. */
  readonly directions: Matrix;
  /** Between-group variance in each, in units of the within-group one, never negative `[E]`. */
  readonly variances: Float64Array;
}

/**
 * Diagonalises the between-group covariance of whitened rows: cov(group means) − mean(1/n_g)·I, since a mean of n rows
 * still holds 1/n of the within-group variance. What is negative is 0: those directions tell no group from another.
 *
 * There are at most G − 1 directions, found among the G × G products of means or in d × d, whichever is smaller.
 */
export function discriminants({ means, sizes }: Pick<GroupedRows, 'means' | 'sizes'>): Discriminants {
  const groups = means.rows;
  const centred = means.clone().subRowVector(means.mean('column'));
  const freedom = Math.max(1, groups - 1);
  const noise = sizes.reduce((sum, size) => sum + 1 / size, 0) / groups;
  const few = groups < means.columns;
  const rows = few ? flatten(centred) : flattenTransposed(centred);
  const scatter = productTransposed(rows, rows).div(freedom);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(scatter, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, i) => i).sort((i, j) => value(realEigenvalues, j) - value(realEigenvalues, i));
  // One direction is kept even when none is above the noise: its variance of 0 scores every pair alike.
  const kept = order.filter((i, place) => place === 0 || value(realEigenvalues, i) > noise);
  const vectors = eigenvectorMatrix.subMatrixColumn(kept);
  const lengths = kept.map((i) => Math.sqrt(Math.max(value(realEigenvalues, i) * freedom, Number.MIN_VALUE)));
  return {
    directions: few ? product(centred.transpose(), vectors).divRowVector(lengths) : vectors,
    variances: Float64Array.from(kept, (i) => Math.max(0, value(realEigenvalues, i) - noise)),
  };
}

function value(values: readonly number[], index: number): number {
  return values[index] as number;
}
