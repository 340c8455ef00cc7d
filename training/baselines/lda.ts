import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { type FlatRows, flatten, productTransposed } from '../back-ends/products.js';
import { dotProduct, ofKind, type PairClassifier, scoreRows } from './pair-classifier.js';
import { columnMeans, less } from './principal-features.js';

/** The least variance added to every direction, as a share of the mean one: few pairs span fewer directions than there are. */
const RIDGE = 1e-9;

/**
 * Linear discriminant analysis (Fisher 1936): both kinds normal, with one covariance, its maximum-likelihood estimate. The
 * score is the log-likelihood ratio Σ⁻¹(μ₁ − μ₀) · (x − (μ₁ + μ₀) / 2).
 */
export const lda: PairClassifier = {
  title: 'LDA',
  fit(features, same) {
    const [different, equal] = [0, 1].map((kind) => ofKind(features, same, kind)) as [FlatRows, FlatRows];
    const [mean0, mean1] = [columnMeans(different), columnMeans(equal)];
    const within = scatter(less(different, mean0))
      .add(scatter(less(equal, mean1)))
      .div(features.count);
    const ridge = (RIDGE * within.trace()) / features.width || 1;
    const covariance = within.add(Matrix.eye(features.width).mul(ridge));
    const gap = Matrix.columnVector(Array.from(mean1, (value, c) => value - (mean0[c] as number)));
    const weights = new CholeskyDecomposition(covariance).solve(gap).to1DArray();
    const middle = mean1.map((value, c) => (value + (mean0[c] as number)) / 2);
    const offset = dotProduct(weights, middle);
    return { score: (rows) => scoreRows(rows, (row) => dotProduct(weights, row) - offset) };
  },
};

function scatter({ count, width, data }: FlatRows): Matrix {
  const columns = flatten(Matrix.from1DArray(count, width, data).transpose());
  return productTransposed(columns, columns);
}
