import { createRandom } from '@spectrosim/models';
import { Matrix } from 'ml-matrix';
import { type Tridiagonal, tridiagonalise } from './tridiagonal.js';

/** The largest eigenvalues of a symmetric matrix, falling `[count]`, and their vectors, orthonormal columns `[n, count]`. */
export interface LeadingEigenpairs {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** Halvings of an interval, after which its ends are neighbouring numbers. */
const MOST_HALVINGS = 120;

/** Solutions of inverse iteration a vector: the first is right already unless its start was all but orthogonal to it. */
const SOLUTIONS = 3;

/**
 * The `count` largest eigenvalues and their vectors, to rounding: tridiagonal form, bisection by Sturm sequences (Barth, Martin &
 * Wilkinson 1967) and inverse iteration, each vector kept orthogonal to those before it. The whole decomposition of the matrix
 * library takes six times as long at n = 256, where 40 of all vectors are wanted.
 */
export function leadingEigenpairs(symmetric: Matrix, count: number): LeadingEigenpairs {
  const n = symmetric.rows;
  const form = tridiagonalise(symmetric);
  const random = createRandom(0, 'inverse-iteration');
  const values = largestEigenvalues(form, Math.min(count, n));
  const found: Float64Array[] = [];
  for (const value of values) {
    const vector = Float64Array.from({ length: n }, () => random.normal());
    makeUnit(vector, found);
    const solve = shiftedSolver(form, value);
    for (let i = 0; i < SOLUTIONS; i++) {
      solve(vector);
      makeUnit(vector, found);
    }
    found.push(vector);
  }
  for (const vector of found) {
    form.reflect(vector);
  }
  return { values, vectors: new Matrix(found.map((vector) => Array.from(vector))).transpose() };
}

/** How large a symmetric tridiagonal matrix can be: no eigenvalue is beyond ± this (Gershgorin). */
function bound({ diagonal, beside }: Tridiagonal): number {
  return diagonal.reduce(
    (most, value, i) => Math.max(most, Math.abs(value) + Math.abs(beside[i - 1] ?? 0) + Math.abs(beside[i] ?? 0)),
    0,
  );
}

function largestEigenvalues(form: Tridiagonal, count: number): Float64Array {
  const limit = bound(form);
  const values = new Float64Array(count);
  let ceiling = limit;
  for (let k = 0; k < count; k++) {
    let [low, high] = [-limit, ceiling];
    for (let halving = 0; halving < MOST_HALVINGS; halving++) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high || high - low <= Number.EPSILON * limit) {
        break;
      }
      // More than k of them are at or above the middle: so is the one that is looked for.
      if (form.diagonal.length - countBelow(form, middle, limit) > k) {
        low = middle;
      } else {
        high = middle;
      }
    }
    values[k] = (low + high) / 2;
    ceiling = high;
  }
  return values;
}

/** How many eigenvalues are below x: the negative pivots of T − x. */
function countBelow({ diagonal, beside }: Tridiagonal, x: number, limit: number): number {
  let below = 0;
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    const off = i === 0 ? 0 : (beside[i - 1] as number);
    pivot = (diagonal[i] as number) - x - (off * off) / pivot;
    if (Math.abs(pivot) < Number.EPSILON * Number.EPSILON * limit) {
      pivot = -Number.EPSILON * Number.EPSILON * limit;
    }
    if (pivot < 0) {
      below++;
    }
  }
  return below;
}

/** Solves (T − value)·y = x in place, by elimination with row exchanges; what is singular is made barely not to be. */
function shiftedSolver(form: Tridiagonal, value: number): (x: Float64Array) => void {
  const n = form.diagonal.length;
  // Large enough to be divided by where all is 0.
  const least = Math.max(Number.EPSILON * bound(form), 1e-100);
  const guarded = (pivot: number) => (Math.abs(pivot) < least ? least : pivot);
  const diagonal = form.diagonal.map((entry) => entry - value);
  const above = Float64Array.from({ length: n }, (_, i) => form.beside[i] ?? 0);
  const second = new Float64Array(n);
  const factors = new Float64Array(n);
  const exchanged = new Uint8Array(n);
  for (let i = 0; i < n - 1; i++) {
    const below = form.beside[i] as number;
    if (Math.abs(below) > Math.abs(diagonal[i] as number)) {
      exchanged[i] = 1;
      const [d, u] = [diagonal[i] as number, above[i] as number];
      diagonal[i] = guarded(below);
      above[i] = diagonal[i + 1] as number;
      second[i] = above[i + 1] as number;
      factors[i] = d / (diagonal[i] as number);
      diagonal[i + 1] = u - (factors[i] as number) * (above[i] as number);
      above[i + 1] = -(factors[i] as number) * (second[i] as number);
    } else {
      diagonal[i] = guarded(diagonal[i] as number);
      factors[i] = below / (diagonal[i] as number);
      diagonal[i + 1] = (diagonal[i + 1] as number) - (factors[i] as number) * (above[i] as number);
    }
  }
  diagonal[n - 1] = guarded(diagonal[n - 1] as number);
  return (x) => {
    for (let i = 0; i < n - 1; i++) {
      const [one, other] = [x[i] as number, x[i + 1] as number];
      x[i] = exchanged[i] === 1 ? other : one;
      x[i + 1] = (exchanged[i] === 1 ? one : other) - (factors[i] as number) * (x[i] as number);
    }
    for (let i = n - 1; i >= 0; i--) {
      const later = (above[i] as number) * (x[i + 1] ?? 0) + (second[i] as number) * (x[i + 2] ?? 0);
      x[i] = ((x[i] as number) - later) / (diagonal[i] as number);
    }
  };
}

/** Takes from a vector what it has of others and gives it length 1; twice, since once is exact only where little was taken. */
function makeUnit(vector: Float64Array, others: readonly Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const other of others) {
      const share = dot(vector, other);
      for (let i = 0; i < vector.length; i++) {
        vector[i] = (vector[i] as number) - share * (other[i] as number);
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) {
      vector[i] = (vector[i] as number) / length;
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
