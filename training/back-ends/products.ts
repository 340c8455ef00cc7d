import { Matrix } from 'ml-matrix';

/** Rows of numbers, row-major. */
export interface FlatRows {
  readonly count: number;
  readonly width: number;
  readonly data: Float64Array;
}

/** A matrix as flat rows, to be multiplied. */
export function flatten(matrix: Matrix): FlatRows {
  return { count: matrix.rows, width: matrix.columns, data: Float64Array.from(matrix.to1DArray()) };
}

/**
 * A·Bᵀ `[n, m]`, of rows `[n, k]` and `[m, k]`; only the lower half is computed where both are the same.
 *
 * Four rows against two at a time, since a number once loaded is used again: four times as fast at n = 256 as the
 * matrix library's product, in which fitting would otherwise spend most of its time.
 */
export function productTransposed(a: FlatRows, b: FlatRows): Matrix {
  const symmetric = a === b;
  const result = new Float64Array(a.count * b.count);
  const k = a.width;
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
        const x = b.data[j0 + c] as number;
        const y = b.data[j1 + c] as number;
        const p = a.data[i0 + c] as number;
        const q = a.data[i1 + c] as number;
        const r = a.data[i2 + c] as number;
        const s = a.data[i3 + c] as number;
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
