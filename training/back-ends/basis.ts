import { createRandom } from '@spectrosim/models';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type FlatRows, flatten, product, productTransposed } from './products.js';
import { inverseLower } from './triangular.js';

/** An orthonormal basis of the space that centred training rows span, or of a part of it. */
export interface Basis {
  /** The training rows in it `[n, r]`. */
  readonly coordinates: Matrix;
  /** What the basis vectors are made of `[n, r]`: the basis is Xᵀ·toRows, of centred training rows X `[n, L]`. */
  readonly toRows: Matrix;
}

/** Directions whose variance is below this share of the largest row's are rounding: intensities are float32. */
const RANK_TOLERANCE = 1e-10;

/** Vectors beyond those wanted, which make the wanted ones converge faster. */
const OVERSAMPLED = 12;

/** Rounds of subspace iteration at most. Spectra need some 10; noise, whose components are no better than others, all. */
const MOST_ROUNDS = 30;

/** The captured variance changes by less than this share from round to round once it has converged. */
const CONVERGED = 1e-8;

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
  const chosen = new Uint8Array(n);
  for (let column = 0; column < n; column++) {
    const pivot = largest(left, chosen);
    if (pivot === undefined || (left[pivot] as number) <= least) {
      break;
    }
    chosen[pivot] = 1;
    const root = Math.sqrt(left[pivot] as number);
    for (let i = 0; i < n; i++) {
      if (chosen[i] === 1 && i !== pivot) {
        continue;
      }
      let sum = k[i * n + pivot] as number;
      for (let j = 0; j < column; j++) {
        sum -= (factor[i * n + j] as number) * (factor[pivot * n + j] as number);
      }
      const value = i === pivot ? root : sum / root;
      factor[i * n + column] = value;
      left[i] = (left[i] as number) - value * value;
    }
    pivots.push(pivot);
  }
  const rank = pivots.length;
  const coordinates = Matrix.from1DArray(n, n, factor).subMatrix(0, n - 1, 0, Math.max(0, rank - 1));
  // The pivots' rows of the factor are lower triangular: X_pivots = L·basisᵀ.
  const upper = inverseLower(new Matrix(pivots.map((row) => coordinates.getRow(row)))).transpose();
  const toRows = Matrix.zeros(n, rank);
  pivots.forEach((row, i) => {
    toRows.setRow(row, upper.getRow(i));
  });
  return { coordinates, toRows };
}

/**
 * The `rank` principal components of centred rows, from their products K = X·Xᵀ `[n, n]`: by subspace iteration (Halko,
 * Martinsson & Tropp 2011, algorithm 4.4, to convergence) where that is less than a whole eigendecomposition.
 */
export function principalBasis(products: Matrix, rank: number): Basis {
  const n = products.rows;
  const vectors = rank + OVERSAMPLED < n / 2 ? leading(products, rank + OVERSAMPLED) : undefined;
  const reduced = vectors === undefined ? products : rayleigh(vectors, products);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(reduced, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, i) => i).sort((i, j) => at(realEigenvalues, j) - at(realEigenvalues, i));
  const least = RANK_TOLERANCE * Math.max(...products.diagonal());
  const kept = order.slice(0, rank).filter((i) => at(realEigenvalues, i) > least);
  const eigenvectors = eigenvectorMatrix.subMatrixColumn(kept);
  const u =
    vectors === undefined
      ? eigenvectors
      : product(Matrix.from1DArray(vectors.count, n, vectors.data).transpose(), eigenvectors);
  const roots = kept.map((i) => Math.sqrt(at(realEigenvalues, i)));
  return {
    coordinates: u.clone().mulRowVector(roots),
    toRows: u.clone().divRowVector(roots),
  };
}

/** An orthonormal basis of the `count` leading eigenvectors' space, as rows `[count, n]`. */
function leading(products: Matrix, count: number): FlatRows {
  const n = products.rows;
  const matrix = flatten(products);
  const random = createRandom(0, 'subspace');
  let rows: FlatRows = { count, width: n, data: Float64Array.from({ length: count * n }, () => random.normal()) };
  orthonormalise(rows);
  let captured = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = flatten(productTransposed(rows, matrix));
    const variance = dot(next.data, rows.data);
    orthonormalise(next);
    rows = next;
    if (Math.abs(variance - captured) <= CONVERGED * variance) {
      break;
    }
    captured = variance;
  }
  return rows;
}

function rayleigh(rows: FlatRows, products: Matrix): Matrix {
  return productTransposed(flatten(productTransposed(rows, flatten(products))), rows);
}

/** Gram–Schmidt, twice: once leaves the rows orthogonal to rounding only where they were well apart. */
function orthonormalise({ count, width, data }: FlatRows): void {
  for (let i = 0; i < count; i++) {
    const row = data.subarray(i * width, (i + 1) * width);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = data.subarray(j * width, (j + 1) * width);
        const share = dot(row, other);
        for (let c = 0; c < width; c++) {
          row[c] = (row[c] as number) - share * (other[c] as number);
        }
      }
    }
    const length = Math.sqrt(dot(row, row));
    if (length > 0) {
      for (let c = 0; c < width; c++) {
        row[c] = (row[c] as number) / length;
      }
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += (a[i] as number) * (b[i] as number);
  }
  return sum;
}

function largest(values: Float64Array, without: Uint8Array): number | undefined {
  let best: number | undefined;
  for (let i = 0; i < values.length; i++) {
    if (without[i] === 0 && (best === undefined || (values[i] as number) > (values[best] as number))) {
      best = i;
    }
  }
  return best;
}

function at(values: readonly number[], index: number): number {
  return values[index] as number;
}
