import type { Rows } from '@spectrosim/models/graph';
import { centredRows } from '../back-ends/lift.js';
import type { FlatRows } from '../back-ends/products.js';
import type { Pairs } from '../evaluation/pairs.js';
import { dotProduct, rowAt } from './pair-classifier.js';

/**
 * Rows less a mean, each of length 1, as a cosine compares them: the squared length of the difference of two is
 * 2 − 2 · cosine.
 *
 * @param mean `[L]` @default nothing is taken off
 */
export function unitRows(rows: Rows, mean: Float64Array = new Float64Array(rows.bins)): FlatRows {
  const flat = centredRows(rows, mean);
  for (let i = 0; i < flat.count; i++) {
    const row = rowAt(flat, i);
    const length = Math.sqrt(dotProduct(row, row));
    if (length > 0) {
      row.forEach((value, bin) => {
        row[bin] = value / length;
      });
    }
  }
  return flat;
}

/**
 * The difference vector of each pair `[P, L]`: |a − b|, bin by bin.
 *
 * The published systems take a − b. Which spectrum of a pair is the first means nothing, yet a − b changes sign with it, and
 * a classifier of a − b answers two ways. The absolute difference is the same both ways.
 */
export function differenceVectors(rows: FlatRows, { a, b }: Pick<Pairs, 'a' | 'b'>): FlatRows {
  const { width } = rows;
  const data = new Float64Array(a.length * width);
  for (let p = 0; p < a.length; p++) {
    const one = rowAt(rows, a[p] as number);
    const other = rowAt(rows, b[p] as number);
    for (let bin = 0; bin < width; bin++) {
      data[p * width + bin] = Math.abs((one[bin] as number) - (other[bin] as number));
    }
  }
  return { count: a.length, width, data };
}
