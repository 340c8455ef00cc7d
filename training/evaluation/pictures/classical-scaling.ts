import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * Classical multidimensional scaling (Torgerson 1952): points whose distances are as near as can be to those given, by the largest
 * eigenvalues of the doubly centred squared distances.
 *
 * Each axis is turned so that its largest coordinate is positive.
 *
 * @param squared squared distances `[N, N]`, symmetric, 0 on the diagonal
 * @param dimensions @default 2
 * @returns coordinates `[N, dimensions]`; 0 along an axis that nothing lies on
 */
export function classicalScaling(squared: Matrix, dimensions = 2): Matrix {
  const count = squared.rows;
  const rowMeans = squared.mean('row');
  const mean = squared.mean();
  const centred = new Matrix(count, count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      centred.set(i, j, -0.5 * (squared.get(i, j) - (rowMeans[i] as number) - (rowMeans[j] as number) + mean));
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(centred, { assumeSymmetric: true });
  const largest = realEigenvalues
    .map((value, column) => ({ value, column }))
    .sort((a, b) => b.value - a.value)
    .slice(0, dimensions);
  const points = Matrix.zeros(count, dimensions);
  largest.forEach(({ value, column }, axis) => {
    const vector = eigenvectorMatrix.getColumn(column);
    const farthest = vector.reduce((most, one) => (Math.abs(one) > Math.abs(most) + 1e-12 ? one : most), 0);
    const length = Math.sqrt(Math.max(0, value)) * Math.sign(farthest);
    points.setColumn(
      axis,
      vector.map((one) => one * length),
    );
  });
  return points;
}
