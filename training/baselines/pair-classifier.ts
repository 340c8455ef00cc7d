import type { FlatRows } from '../back-ends/products.js';

/** A classifier of pairs, fitted. */
export interface FittedPairClassifier {
  /** A number like log-odds for each pair `[P]`: the higher, the likelier of one source. */
  score(features: FlatRows): Float64Array;
}

/** A way to learn from pairs what makes two spectra be of one source. */
export interface PairClassifier {
  /** For tables. */
  readonly title: string;
  /**
   * @param features of the training pairs `[P, F]`: their difference vectors, reduced
   * @param same 1 for one source, 0 for two `[P]`; as many of either
   * @param seed of what is random in it
   */
  fit(features: FlatRows, same: Uint8Array, seed: number): FittedPairClassifier | Promise<FittedPairClassifier>;
}

/** Row `i` of flat rows, not copied. */
export function rowAt({ width, data }: FlatRows, i: number): Float64Array {
  return data.subarray(i * width, (i + 1) * width);
}

/** A score for each row. */
export function scoreRows(rows: FlatRows, score: (row: Float64Array) => number): Float64Array {
  return Float64Array.from({ length: rows.count }, (_, i) => score(rowAt(rows, i)));
}

/** Sum of products. */
export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += (a[i] as number) * (b[i] as number);
  }
  return sum;
}

/** The rows at `places`, copied. */
export function rowsOf(rows: FlatRows, places: readonly number[]): FlatRows {
  const data = new Float64Array(places.length * rows.width);
  places.forEach((place, i) => {
    data.set(rowAt(rows, place), i * rows.width);
  });
  return { count: places.length, width: rows.width, data };
}

/** The rows of one kind, copied. */
export function ofKind(rows: FlatRows, same: Uint8Array, kind: number): FlatRows {
  return rowsOf(
    rows,
    [...same.keys()].filter((p) => same[p] === kind),
  );
}
