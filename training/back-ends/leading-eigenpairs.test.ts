import { createRandom } from '@spectrosim/models';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { leadingEigenpairs } from './leading-eigenpairs.js';
import { largestGap } from './replicates.setup.js';

/** A symmetric matrix of these eigenvalues, turned at random. */
function withEigenvalues(values: readonly number[]): Matrix {
  const random = createRandom(1, 'eigenpairs');
  const n = values.length;
  const noise = Matrix.from1DArray(
    n,
    n,
    Array.from({ length: n * n }, () => random.normal()),
  );
  const { eigenvectorMatrix: turn } = new EigenvalueDecomposition(Matrix.add(noise, noise.transpose()), {
    assumeSymmetric: true,
  });
  return turn.mmul(Matrix.diag([...values])).mmul(turn.transpose());
}

const falling = (n: number, base: number) => Array.from({ length: n }, (_, i) => base ** i);

describe('leadingEigenpairs', () => {
  it.each([
    { name: 'eigenvalues over nine decades', values: falling(60, 0.7), count: 12 },
    { name: 'all of them', values: falling(9, 0.5), count: 9 },
    { name: 'more than there are', values: falling(4, 0.5), count: 7 },
    { name: 'repeated ones', values: [5, 5, 5, 2, 2, 1, 0, 0, 0], count: 6 },
    { name: 'negative ones', values: [3, 1, -1, -8], count: 3 },
    { name: 'one number', values: [4], count: 1 },
    { name: 'nothing but zeros', values: [0, 0, 0], count: 2 },
  ])('are those of the matrix, orthonormal, the largest first: $name', ({ values, count }) => {
    const matrix = withEigenvalues(values);
    const found = leadingEigenpairs(matrix, count);
    const expected = [...values].sort((a, b) => b - a).slice(0, count);
    const scale = Math.max(...values.map(Math.abs)) || 1;
    expect(found.values).toHaveLength(expected.length);
    expected.forEach((value, i) => {
      expect(Math.abs((found.values[i] as number) - value) / scale).toBeLessThan(1e-13);
    });
    const { vectors } = found;
    expect(largestGap(vectors.transpose().mmul(vectors), Matrix.eye(expected.length))).toBeLessThan(1e-12);
    const scaled = vectors.clone().mulRowVector([...found.values]);
    expect(largestGap(matrix.mmul(vectors), scaled) / scale).toBeLessThan(1e-12);
  });

  it('needs no turning: a diagonal matrix, whose tridiagonal form falls apart', () => {
    const { values, vectors } = leadingEigenpairs(Matrix.diag([1, 3, 2, 3]), 3);
    expect([...values]).toEqual([3, 3, 2].map((value) => expect.closeTo(value, 14)));
    expect(vectors.getRow(0)).toEqual([0, 0, 0].map(() => expect.closeTo(0, 12)));
  });
});
