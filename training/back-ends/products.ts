import { Matrix } from 'ml-matrix';

/** Rows of numbers, row-major. */
export interface FlatRows {
  readonly count: number;
  readonly width: number;
  readonly data: Float64Array;
}

/** A matrix as flat rows, to be multiplied. */
export function flatten(matrix: Matrix): FlatRows {
  const { rows: count, columns: width } = matrix;
  const data = new Float64Array(count * width);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < width; c++) {
      data[i * width + c] = matrix.get(i, c);
    }
  }
  return { count, width, data };
}

/** The columns of a matrix as flat rows. */
export function flattenTransposed(matrix: Matrix): FlatRows {
  const { rows: width, columns: count } = matrix;
  const data = new Float64Array(count * width);
  for (let i = 0; i < width; i++) {
    for (let c = 0; c < count; c++) {
      data[c * width + i] = matrix.get(i, c);
    }
  }
  return { count, width, data };
}

/**
 * A·Bᵀ `[n, m]`, of rows `[n, k]` and `[m, k]`; only the lower half is computed where both are the same.
 *
 * Three rows against three at a time, since a number once loaded is used again: the matrix library's product takes several times
 * as long at n = 256, and fitting would spend most of its time in it. Nine sums and six numbers are as many as there are registers.
 */
export function productTransposed(a: FlatRows, b: FlatRows): Matrix {
  const symmetric = a === b;
  const result = new Float64Array(a.count * b.count);
  const k = a.width;
  const [left, right] = [a.data, b.data];
  for (let i = 0; i < a.count; i += 3) {
    // A row past the last repeats the last: what it gives is written over by the same.
    const [r1, r2] = [Math.min(i + 1, a.count - 1), Math.min(i + 2, a.count - 1)];
    const [i0, i1, i2] = [i * k, r1 * k, r2 * k];
    const columns = symmetric ? r2 + 1 : b.count;
    for (let j = 0; j < columns; j += 3) {
      const [c1, c2] = [Math.min(j + 1, b.count - 1), Math.min(j + 2, b.count - 1)];
      const [j0, j1, j2] = [j * k, c1 * k, c2 * k];
      let [s00, s01, s02, s10, s11, s12, s20, s21, s22] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let c = 0; c < k; c++) {
        const p = left[i0 + c] as number;
        const q = left[i1 + c] as number;
        const r = left[i2 + c] as number;
        const x = right[j0 + c] as number;
        const y = right[j1 + c] as number;
        const z = right[j2 + c] as number;
        s00 += p * x;
        s01 += p * y;
        s02 += p * z;
        s10 += q * x;
        s11 += q * y;
        s12 += q * z;
        s20 += r * x;
        s21 += r * y;
        s22 += r * z;
      }
      const [row0, row1, row2] = [i * b.count, r1 * b.count, r2 * b.count];
      result[row0 + j] = s00;
      result[row0 + c1] = s01;
      result[row0 + c2] = s02;
      result[row1 + j] = s10;
      result[row1 + c1] = s11;
      result[row1 + c2] = s12;
      result[row2 + j] = s20;
      result[row2 + c1] = s21;
      result[row2 + c2] = s22;
    }
  }
  for (let i = 0; symmetric && i < a.count; i++) {
    for (let j = 0; j < i; j++) {
      result[j * a.count + i] = result[i * a.count + j] as number;
    }
  }
  return Matrix.from1DArray(a.count, b.count, result);
}

/** A·B of matrices. */
export function product(a: Matrix, b: Matrix): Matrix {
  return productTransposed(flatten(a), flattenTransposed(b));
}
