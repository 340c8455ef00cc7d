import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { flatten } from './products.js';
import { largestGap, replicates } from './replicates.setup.js';
import { lowerFactor, solveLower, solveTransposed, transposedInverse } from './triangular.js';

describe.each([1, 2, 3, 6, 13])('of %i rows', (n) => {
  const { rows } = replicates('triangular', { sizes: [20], dimensions: n });
  const matrix = rows.transpose().mmul(rows);
  const { lowerTriangularMatrix } = new CholeskyDecomposition(matrix);

  it('lowerFactor is the Cholesky factor (the matrix library)', () => {
    const { data } = lowerFactor(flatten(matrix));
    expect(largestGap(Matrix.from1DArray(n, n, data), lowerTriangularMatrix)).toBeLessThan(1e-12);
  });

  it('transposedInverse is its inverse, transposed (their product)', () => {
    const inverse = transposedInverse(flatten(lowerTriangularMatrix)).transpose();
    expect(largestGap(lowerTriangularMatrix.mmul(inverse), Matrix.eye(n))).toBeLessThan(1e-12);
  });

  it('solveLower and solveTransposed solve (products)', () => {
    const factor = flatten(lowerTriangularMatrix);
    const solved = solveLower(factor, flatten(rows));
    expect(largestGap(solved.mmul(lowerTriangularMatrix.transpose()), rows)).toBeLessThan(1e-12);
    const columns = rows.transpose();
    const z = solveTransposed(factor, columns);
    expect(largestGap(lowerTriangularMatrix.transpose().mmul(z), columns)).toBeLessThan(1e-12);
  });
});
