import type { Rows } from '@spectrosim/models/graph';
import type { Matrix } from 'ml-matrix';
import { centredRows, meanRow } from '../back-ends/lift.js';
import { productTransposed } from '../back-ends/products.js';

/**
 * All products of rows `[N, L]` less their common mean with each other `[N, N]`, in doubles: from these every back-end is
 * fitted and applied, n numbers a row instead of L. Taken about the mean, for beside it what tells spectra apart would round away.
 */
export function rowProducts(rows: Rows): Matrix {
  const flat = centredRows(rows, meanRow(rows));
  return productTransposed(flat, flat);
}

/** Products of rows less the mean of the training rows among them: of those with each other, and of others with those. */
export function centredOn(products: Matrix, train: readonly number[], others: readonly number[]) {
  const within = products.selection([...train], [...train]);
  const across = products.selection([...others], [...train]);
  const trainMeans = within.mean('row');
  const otherMeans = across.mean('row');
  const mean = within.mean();
  const negative = (values: readonly number[]) => values.map((value) => -value);
  return {
    train: within.subRowVector(trainMeans).addColumnVector(negative(trainMeans)).add(mean),
    cross: across.subRowVector(trainMeans).addColumnVector(negative(otherMeans)).add(mean),
  };
}
