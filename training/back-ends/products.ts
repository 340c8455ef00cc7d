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

/**
 * A·Bᵀ `[n, m]`, of rows `[n, k]` and `[m, k]`; only the lower half is computed where both are the same.
 *
 * Four rows against two at a time, since a number once loaded is used again: the matrix library's product takes several times
 * as long at n = 256, and fitting would spend most of its time in it.
 */
export function productTransposed(a: FlatRows, b: FlatRows): Matrix {
  const symmetric = a === b;
  const result = new Float64Array(a.count * b.count);
  const k = a.width;
  const [left, right] = [a.data, b.data];
  for (let i = 0; i < a.count; i += 4) {
    const rows = Math.min(4, a.count - i);
    // A row past the last repeats the last: what it gives is not kept.
    const at = (r: number) => (i + Math.min(r, rows - 1)) * k;
    const [i0, i1, i2, i3] = [at(0), at(1), at(2), at(3)];
    const columns = symmetric ? i + rows : b.count;
    for (let j = 0; j < columns; j += 2) {
      const j0 = j * k;
      const j1 = Math.min(j + 1, b.count - 1) * k;
      let [s00, s10, s20, s30, s01, s11, s21, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let c = 0; c < k; c++) {
        const x = right[j0 + c] as number;
        const y = right[j1 + c] as number;
        const p = left[i0 + c] as number;
        const q = left[i1 + c] as number;
        const r = left[i2 + c] as number;
        const s = left[i3 + c] as number;
        s00 += p * x;
        s10 += q * x;
        s20 += r * x;
        s30 += s * x;
        s01 += p * y;
        s11 += q * y;
        s21 += r * y;
        s31 += s * y;
      }
      const sums = [s00, s01, s10, s11, s20, s21, s30, s31];
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < 2 && j + c < b.count; c++) {
          result[(i + r) * b.count + j + c] = sums[2 * r + c] as number;
          if (symmetric) {
            result[(j + c) * b.count + i + r] = sums[2 * r + c] as number;
          }
        }
      }
    }
  }
  return Matrix.from1DArray(a.count, b.count, result);
}

/** A·B of matrices. */
export function product(a: Matrix, b: Matrix): Matrix {
  return productTransposed(flatten(a), flatten(b.transpose()));
}
