import { Matrix } from 'ml-matrix';
import { type FlatRows, flattenTransposed } from './products.js';

/**
 * The lower triangular L of a positive definite L·Lᵀ `[n, n]` (Cholesky); the matrix library takes three times as long.
 */
export function lowerFactor({ count: n, data: a }: FlatRows): FlatRows {
  const factor = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const rows = Array.from({ length: n - k }, (_, i) => k + i);
    const known = rowsBy(factor, n, rows, k, k);
    const root = Math.sqrt((a[k * n + k] as number) - (known[0] as number));
    factor[k * n + k] = root;
    for (let i = k + 1; i < n; i++) {
      factor[i * n + k] = ((a[i * n + k] as number) - (known[i - k] as number)) / root;
    }
  }
  return { count: n, width: n, data: factor };
}

/**
 * Products of rows of a matrix `[…, width]` with one other over the first `columns`; four at a time, since one sum alone would
 * wait for itself.
 */
export function rowsBy(
  matrix: Float64Array,
  width: number,
  rows: readonly number[],
  other: number,
  columns: number,
): Float64Array {
  const sums = new Float64Array(rows.length);
  const last = rows.length - 1;
  const own = other * width;
  for (let at = 0; at <= last; at += 4) {
    // A row past the last repeats the last: what it gives is written over by the same.
    const [a1, a2, a3] = [Math.min(at + 1, last), Math.min(at + 2, last), Math.min(at + 3, last)];
    const r0 = (rows[at] as number) * width;
    const r1 = (rows[a1] as number) * width;
    const r2 = (rows[a2] as number) * width;
    const r3 = (rows[a3] as number) * width;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const x = matrix[own + j] as number;
      s0 += (matrix[r0 + j] as number) * x;
      s1 += (matrix[r1 + j] as number) * x;
      s2 += (matrix[r2 + j] as number) * x;
      s3 += (matrix[r3 + j] as number) * x;
    }
    sums[at] = s0;
    sums[a1] = s1;
    sums[a2] = s2;
    sums[a3] = s3;
  }
  return sums;
}

/** Y of Y·Lᵀ = X, of rows X `[n, r]` and a lower triangular L `[r, r]`, by forward substitution, four rows at a time. */
export function solveLower({ width: n, data: l }: FlatRows, { count, data: x }: FlatRows): Matrix {
  const y = new Float64Array(count * n);
  for (let row = 0; row < count; row += 4) {
    // A row past the last repeats the last: what it gives is written over by the same.
    const at = (r: number) => Math.min(row + r, count - 1) * n;
    const [r0, r1, r2, r3] = [at(0), at(1), at(2), at(3)];
    for (let i = 0; i < n; i++) {
      const own = i * n;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let j = 0; j < i; j++) {
        const entry = l[own + j] as number;
        s0 += entry * (y[r0 + j] as number);
        s1 += entry * (y[r1 + j] as number);
        s2 += entry * (y[r2 + j] as number);
        s3 += entry * (y[r3 + j] as number);
      }
      const diagonal = l[own + i] as number;
      y[r0 + i] = ((x[r0 + i] as number) - s0) / diagonal;
      y[r1 + i] = ((x[r1 + i] as number) - s1) / diagonal;
      y[r2 + i] = ((x[r2 + i] as number) - s2) / diagonal;
      y[r3 + i] = ((x[r3 + i] as number) - s3) / diagonal;
    }
  }
  return Matrix.from1DArray(count, n, y);
}

/** Z of Lᵀ·Z = B, of a lower triangular L `[r, r]` and columns B `[r, E]`, by back substitution. */
export function solveTransposed({ width: n, data: l }: FlatRows, columns: Matrix): Matrix {
  const { count, data: z } = flattenTransposed(columns);
  for (let column = 0; column < count; column++) {
    const start = column * n;
    for (let i = n - 1; i >= 0; i--) {
      const own = i * n;
      const value = (z[start + i] as number) / (l[own + i] as number);
      z[start + i] = value;
      for (let j = 0; j < i; j++) {
        z[start + j] = (z[start + j] as number) - value * (l[own + j] as number);
      }
    }
  }
  return Matrix.from1DArray(count, n, z).transpose();
}

/**
 * The transposed inverse of a lower triangular matrix, by forward substitution, two rows at a time; the matrix library solves it as a
 * general one.
 */
export function transposedInverse({ count: n, data: l }: FlatRows): Matrix {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    const diagonal = l[row + i] as number;
    for (let k = 0; k < i; k += 2) {
      const [one, other] = [k * n, (k + 1) * n];
      const [first, second] = [l[row + k] as number, k + 1 < i ? (l[row + k + 1] as number) : 0];
      for (let j = 0; j <= k; j++) {
        inverse[row + j] =
          (inverse[row + j] as number) - first * (inverse[one + j] as number) - second * (inverse[other + j] as number);
      }
      // What the second row has beyond the first; of row i itself, which is not known yet, nothing.
      if (k + 1 < i) {
        inverse[row + k + 1] = -second * (inverse[other + k + 1] as number);
      }
    }
    for (let j = 0; j < i; j++) {
      inverse[row + j] = (inverse[row + j] as number) / diagonal;
    }
    inverse[row + i] = 1 / diagonal;
  }
  const result = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      result.set(j, i, inverse[i * n + j] as number);
    }
  }
  return result;
}
