import type { Matrix } from 'ml-matrix';
import { flatten } from './products.js';

/** A symmetric matrix as H·T·Hᵀ, T tridiagonal and H a product of reflections. */
export interface Tridiagonal {
  /** `[n]` */
  readonly diagonal: Float64Array;
  /** Beside the diagonal: entry i is that of rows i and i + 1 `[n − 1]`. */
  readonly beside: Float64Array;
  /** H·x, in place `[n]`. */
  reflect(x: Float64Array): void;
}

/** Brings a symmetric matrix `[n, n]` to tridiagonal form by Householder reflections (Golub & Van Loan 2013, algorithm 8.3.1). */
export function tridiagonalise(symmetric: Matrix): Tridiagonal {
  const { count: n, data: a } = flatten(symmetric);
  const beside = new Float64Array(Math.max(0, n - 1));
  const vectors: Float64Array[] = [];
  const p = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    const v = new Float64Array(n);
    let rest = 0;
    for (let i = k + 1; i < n; i++) {
      const value = a[i * n + k] as number;
      v[i] = value;
      rest += i > k + 1 ? value * value : 0;
    }
    const first = v[k + 1] as number;
    // Away from 0, so that nothing cancels.
    const target = Math.sqrt(first * first + rest) * (first > 0 ? -1 : 1);
    beside[k] = target;
    const scale = Math.sqrt(2 / ((first - target) ** 2 + rest));
    v[k + 1] = first - target;
    for (let i = k + 1; i < n; i++) {
      // A column of zeros needs no reflection.
      v[i] = Number.isFinite(scale) ? (v[i] as number) * scale : 0;
    }
    vectors.push(v);
    multiply(a, v, p, n, k + 1);
    let overlap = 0;
    for (let i = k + 1; i < n; i++) {
      overlap += (p[i] as number) * (v[i] as number);
    }
    for (let i = k + 1; i < n; i++) {
      p[i] = (p[i] as number) - (overlap / 2) * (v[i] as number);
    }
    for (let i = k + 1; i < n; i++) {
      const [vi, pi] = [v[i] as number, p[i] as number];
      const row = i * n;
      for (let j = k + 1; j <= i; j++) {
        a[row + j] = (a[row + j] as number) - vi * (p[j] as number) - pi * (v[j] as number);
      }
    }
  }
  return {
    diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number),
    beside,
    reflect(x) {
      for (let k = vectors.length - 1; k >= 0; k--) {
        const v = vectors[k] as Float64Array;
        let overlap = 0;
        for (let i = k + 1; i < n; i++) {
          overlap += (v[i] as number) * (x[i] as number);
        }
        for (let i = k + 1; i < n; i++) {
          x[i] = (x[i] as number) - overlap * (v[i] as number);
        }
      }
    },
  };
}

/** Rows from `first` on of A·v, of a symmetric A of which the lower half is read. */
function multiply(a: Float64Array, v: Float64Array, result: Float64Array, n: number, first: number): void {
  for (let i = first; i < n; i++) {
    const row = i * n;
    const x = v[i] as number;
    let sum = 0;
    for (let j = first; j < i; j++) {
      const entry = a[row + j] as number;
      sum += entry * (v[j] as number);
      result[j] = (result[j] as number) + entry * x;
    }
    result[i] = sum + (a[row + i] as number) * x;
  }
}
