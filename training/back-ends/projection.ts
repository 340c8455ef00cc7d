import type { Matrix } from 'ml-matrix';
import { type FlatRows, flattenTransposed, productTransposed } from './products.js';
import { solveLower, transposedInverse } from './triangular.js';

/** A linear map of coordinates `[r]` to an embedding `[E]`. */
export interface Projection {
  /** E */
  readonly columns: number;
  /** Rows `[n, r]` mapped `[n, E]`. */
  apply(rows: FlatRows): Matrix;
  /** The map itself `[r, E]`. */
  matrix(): Matrix;
}

/** The map by a matrix `[r, E]`. */
export function projectionBy(matrix: Matrix): Projection {
  const columns = flattenTransposed(matrix);
  return { columns: matrix.columns, apply: (rows) => productTransposed(rows, columns), matrix: () => matrix };
}

/**
 * The map x·(L⁻¹)ᵀ by a lower triangular L `[r, r]`: rows with the covariance L·Lᵀ get that of one. Substituting costs a few rows less
 * than an inverse does, which is made only when it is asked for.
 */
export function whiteningBy(factor: FlatRows): Projection {
  return {
    columns: factor.width,
    apply: (rows) => solveLower(factor, rows),
    matrix: () => transposedInverse(factor),
  };
}
