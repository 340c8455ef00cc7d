import type { Random } from '@spectrosim/models';
import type { FlatRows } from '../back-ends/products.js';

/** A node that parts rows, or a leaf. */
export type TreeNode =
  | { readonly feature: number; readonly threshold: number; readonly below: TreeNode; readonly above: TreeNode }
  | Leaf;

/** Training rows of either kind that ended here. */
export interface Leaf {
  readonly same: number;
  readonly different: number;
}

/** Training rows, each feature's values in order, from which any number of trees are grown. */
export interface SortedFeatures {
  readonly width: number;
  /** The distinct values of each feature, rising `[F][V]`. */
  readonly values: readonly Float64Array[];
  /** The place of each row's value among those `[F][P]`. */
  readonly places: readonly Int32Array[];
  readonly same: Uint8Array;
}

/** How the features that a node may part by are chosen. */
export interface FeatureChoice {
  /** How many, at most. */
  readonly count: number;
  readonly random: Random;
}

/** Sorts each feature once. */
export function sortFeatures({ count, width, data }: FlatRows, same: Uint8Array): SortedFeatures {
  const columns = Array.from({ length: width }, (_, f) =>
    Float64Array.from({ length: count }, (__, p) => data[p * width + f] as number),
  );
  const values = columns.map((column) => Float64Array.from(new Set(column)).sort());
  const places = columns.map((column, f) => {
    const placeOf = new Map(Array.from(values[f] as Float64Array, (value, place) => [value, place]));
    return Int32Array.from(column, (value) => placeOf.get(value) as number);
  });
  return { width, values, places, same };
}

/**
 * Grows a classification tree until no node can be parted (CART: Breiman, Friedman, Olshen & Stone 1984): each node is parted
 * half-way between two values of the feature by which the Gini impurity falls most, the first of equals.
 *
 * Not by ml-cart 2.1: that goes through all rows for every threshold and takes 1.5 s for 640 rows of 50 features, this 0.04 s.
 *
 * @param rows which of the rows to learn from; a row may come twice
 * @param choice a random part of the features for every node @default all of them
 */
export function growTree(sorted: SortedFeatures, rows: Int32Array, choice?: FeatureChoice): TreeNode {
  const same = countSame(sorted, rows);
  const leaf = { same, different: rows.length - same };
  const split = leaf.same === 0 || leaf.different === 0 ? undefined : bestSplit(sorted, rows, same, choice);
  if (split === undefined) {
    return leaf;
  }
  const { feature, place, threshold } = split;
  const places = sorted.places[feature] as Int32Array;
  return {
    feature,
    threshold,
    below: growTree(
      sorted,
      rows.filter((row) => (places[row] as number) <= place),
      choice,
    ),
    above: growTree(
      sorted,
      rows.filter((row) => (places[row] as number) > place),
      choice,
    ),
  };
}

/** The leaf that a row of features ends in. */
export function leafOf(tree: TreeNode, row: Float64Array): Leaf {
  let node = tree;
  while ('feature' in node) {
    node = (row[node.feature] as number) <= node.threshold ? node.below : node.above;
  }
  return node;
}

interface Candidate {
  readonly feature: number;
  /** Rows of at most this place go below. */
  readonly place: number;
  readonly threshold: number;
}

function bestSplit(sorted: SortedFeatures, rows: Int32Array, same: number, choice?: FeatureChoice) {
  const order = choice?.random.permutation(sorted.width) ?? sorted.values.map((_, f) => f);
  let best: { purity: number; candidate: Candidate } | undefined;
  let looked = 0;
  for (const feature of order) {
    // Features that are constant here do not count.
    if (choice !== undefined && looked >= choice.count) {
      break;
    }
    const found = bestThreshold(sorted, rows, same, feature);
    looked += found === undefined ? 0 : 1;
    if (found !== undefined && (best === undefined || found.purity > best.purity)) {
      best = found;
    }
  }
  return best?.candidate;
}

/** Where to part by one feature; `undefined` where all rows have one value of it. */
function bestThreshold(
  { values, places, same: kinds }: SortedFeatures,
  rows: Int32Array,
  same: number,
  feature: number,
): { purity: number; candidate: Candidate } | undefined {
  const column = places[feature] as Int32Array;
  // The place and, in the lowest bit, the kind: numbers sort far faster than rows by a comparison.
  const keys = rows.map((row) => 2 * (column[row] as number) + (kinds[row] as number)).sort();
  const total = rows.length;
  let best: { purity: number; after: number } | undefined;
  let sameBelow = 0;
  for (let i = 0; i + 1 < total; i++) {
    const key = keys[i] as number;
    sameBelow += key & 1;
    if (key >> 1 === (keys[i + 1] as number) >> 1) {
      continue;
    }
    const [below, above] = [i + 1, total - i - 1];
    const sameAbove = same - sameBelow;
    // The higher, the lower the Gini impurity of both sides, each weighing as it has rows.
    const purity =
      (sameBelow ** 2 + (below - sameBelow) ** 2) / below + (sameAbove ** 2 + (above - sameAbove) ** 2) / above;
    if (best === undefined || purity > best.purity) {
      best = { purity, after: i };
    }
  }
  if (best === undefined) {
    return undefined;
  }
  const place = (keys[best.after] as number) >> 1;
  const next = (keys[best.after + 1] as number) >> 1;
  const at = (which: number) => values[feature]?.[which] as number;
  return { purity: best.purity, candidate: { feature, place, threshold: (at(place) + at(next)) / 2 } };
}

function countSame({ same }: SortedFeatures, rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + (same[row] as number), 0);
}
