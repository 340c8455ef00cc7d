import { Matrix } from 'ml-matrix';
import { flatten } from './products.js';

/** The inverse of a lower triangular matrix, by forward substitution; the matrix library solves it as a general one, at six times the cost. */
export function inverseLower(lower: Matrix): Matrix {
  const n = lower.rows;
  const { data: l } = flatten(lower);
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    const diagonal = l[row + i] as number;
    for (let k = 0; k < i; k++) {
      const factor = l[row + k] as number;
      const other = k * n;
      for (let j = 0; j <= k; j++) {
        inverse[row + j] = (inverse[row + j] as number) - factor * (inverse[other + j] as number);
      }
    }
    for (let j = 0; j < i; j++) {
      inverse[row + j] = (inverse[row + j] as number) / diagonal;
    }
    inverse[row + i] = 1 / diagonal;
  }
  return Matrix.from1DArray(n, n, inverse);
}
