import { Matrix } from 'ml-matrix';
import { leadingEigenpairs } from './leading-eigenpairs.js';
import { flatten } from './products.js';
import { rowsBy, transposedInverse } from './triangular.js';

/** An orthonormal basis of the space that centred training rows span, or of a part of it. */
export interface Basis {
  /** The training rows in it `[n, r]`. */
  readonly coordinates: Matrix;
  /** What the basis vectors are made of `[n, r]`: the basis is Xᵀ·toRows, of centred training rows X `[n, L]`. */
  readonly toRows: Matrix;
}

/** Directions whose variance is below this share of the largest row's are rounding: intensities are float32. */
const RANK_TOLERANCE = 1e-10;

/**
 * A basis of all that centred rows span, by Cholesky decomposition with pivoting (Higham 2002, section 10.3) of their
 * products K = X·Xᵀ `[n, n]`: no matrix of L × L is made, and n − 1 directions hold all of n centred rows.
 */
export function fullBasis(products: Matrix): Basis {
  const n = products.rows;
  const { data: k } = flatten(products);
  const left = Float64Array.from({ length: n }, (_, i) => k[i * n + i] as number);
  const least = RANK_TOLERANCE * Math.max(...left);
  const factor = new Float64Array(n * n);
  const pivots: number[] = [];
  let rest = Array.from(left.keys());
  for (let column = 0; column < n; column++) {
    const pivot = largest(left, rest);
    if (pivot === undefined || (left[pivot] as number) <= least) {
      break;
    }
    const root = Math.sqrt(left[pivot] as number);
    factor[pivot * n + column] = root;
    pivots.push(pivot);
    rest = rest.filter((i) => i !== pivot);
    const known = rowsBy(factor, n, rest, pivot, column);
    rest.forEach((i, at) => {
      const value = ((k[i * n + pivot] as number) - (known[at] as number)) / root;
      factor[i * n + column] = value;
      left[i] = (left[i] as number) - value * value;
    });
  }
  const rank = pivots.length;
  const coordinates = Matrix.from1DArray(n, n, factor).subMatrix(0, n - 1, 0, Math.max(0, rank - 1));
  // The pivots' rows of the factor are lower triangular: X_pivots = L·basisᵀ.
  const upper = transposedInverse(flatten(coordinates.subMatrixRow(pivots)));
  const toRows = Matrix.zeros(n, rank);
  pivots.forEach((row, i) => {
    toRows.setRow(row, upper.getRow(i));
  });
  return { coordinates, toRows };
}

/** The `rank` principal components of centred rows, from their products K = X·Xᵀ `[n, n]`. */
export function principalBasis(products: Matrix, rank: number): Basis {
  const { values, vectors } = leadingEigenpairs(products, rank);
  const least = RANK_TOLERANCE * Math.max(...products.diagonal());
  const kept = Array.from(values.keys()).filter((i) => (values[i] as number) > least);
  const u = vectors.subMatrixColumn(kept);
  const roots = kept.map((i) => Math.sqrt(values[i] as number));
  return {
    coordinates: u.clone().mulRowVector(roots),
    toRows: u.clone().divRowVector(roots),
  };
}

function largest(values: Float64Array, among: readonly number[]): number | undefined {
  let best: number | undefined;
  for (const i of among) {
    if (best === undefined || (values[i] as number) > (values[best] as number)) {
      best = i;
    }
  }
  return best;
}
