import type { FlatRows } from '../back-ends/products.js';
import { ofKind, type PairClassifier, scoreRows } from './pair-classifier.js';
import { columnMeans, less } from './principal-features.js';

/** Added to every variance, as a share of the largest: a feature may be constant in one kind. */
const SMOOTHING = 1e-9;

/**
 * Gaussian naive Bayes: in either kind, features are normal and independent. The score is the log-likelihood ratio.
 *
 * Not by ml-naivebayes 4.0: that answers with a kind alone, of densities that underflow, and refuses as many rows as there are
 * features and one.
 */
export const naiveBayes: PairClassifier = {
  title: 'naive Bayes',
  fit(features, same) {
    const least = SMOOTHING * Math.max(...variances(features)) || 1;
    const [different, equal] = [0, 1].map((kind) => {
      const rows = ofKind(features, same, kind);
      return { mean: columnMeans(rows), variance: variances(rows).map((value) => value + least) };
    }) as [Normal, Normal];
    return { score: (rows) => scoreRows(rows, (row) => logDensity(equal, row) - logDensity(different, row)) };
  },
};

/** Independent normals. */
interface Normal {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

function variances(rows: FlatRows): Float64Array {
  const { count, width, data } = less(rows, columnMeans(rows));
  return columnMeans({ count, width, data: data.map((value) => value * value) });
}

function logDensity({ mean, variance }: Normal, row: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    const spread = variance[c] as number;
    sum -= Math.log(spread) + ((row[c] as number) - (mean[c] as number)) ** 2 / spread;
  }
  return sum / 2;
}
