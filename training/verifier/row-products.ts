import type { Rows } from '@spectrosim/models/graph';
import type { Matrix } from 'ml-matrix';
import { centredRows, meanRow } from '../back-ends/lift.js';
import { productTransposed } from '../back-ends/products.js';

/** Products of rows with each other, from which every back-end is fitted and applied: n numbers a row instead of L. */
export interface RowProducts {
  /** Of rows less their common mean `[N, N]`. */
  readonly centred: Matrix;
  /** Of rows as they are `[N, N]`. */
  readonly raw: Matrix;
}

/** All products of rows `[N, L]`, in doubles. Taken about the mean, for beside it what tells spectra apart would round away. */
export function rowProducts(rows: Rows): RowProducts {
  const mean = meanRow(rows);
  const flat = centredRows(rows, mean);
  const centred = productTransposed(flat, flat);
  const square = mean.reduce((sum, value) => sum + value * value, 0);
  const withMean = Array.from({ length: rows.count }, (_, i) => {
    let sum = 0;
    for (let bin = 0; bin < rows.bins; bin++) {
      sum += (flat.data[i * rows.bins + bin] as number) * (mean[bin] as number);
    }
    return sum;
  });
  const raw = centred.clone().addRowVector(withMean).addColumnVector(withMean).add(square);
  return { centred, raw };
}

/** Products of rows less the mean of the training rows among them: of those with each other, of others with those and with each other. */
export function centredOn({ centred }: RowProducts, train: readonly number[], others: readonly number[]) {
  const within = centred.selection([...train], [...train]);
  const across = centred.selection([...others], [...train]);
  const beyond = centred.selection([...others], [...others]);
  const trainMeans = within.mean('row');
  const otherMeans = across.mean('row');
  const mean = within.mean();
  const negative = (values: readonly number[]) => values.map((value) => -value);
  return {
    train: within.subRowVector(trainMeans).addColumnVector(negative(trainMeans)).add(mean),
    cross: across.subRowVector(trainMeans).addColumnVector(negative(otherMeans)).add(mean),
    others: beyond.subRowVector(otherMeans).addColumnVector(negative(otherMeans)).add(mean),
  };
}
