import { createRandom } from '@spectrosim/models';
import { Matrix } from 'ml-matrix';
import { oplsNipals } from 'ml-pls';
import type { FlatRows } from '../back-ends/products.js';
import { dotProduct, ofKind, type PairClassifier, rowsOf, scoreRows } from './pair-classifier.js';
import { columnMeans, less } from './principal-features.js';

/** Orthogonal components at most. */
const MOST_COMPONENTS = 9;

/** Parts of the training pairs by which their number is chosen. */
const FOLDS = 7;

/** By how much Q² must rise for one more. */
const LEAST_GAIN = 0.01;

/** An orthogonal component: what is taken off a row, by its weights, along its loadings. */
interface OrthogonalComponent {
  readonly weights: Float64Array;
  readonly loadings: Float64Array;
}

/** A fitted model. */
export interface Opls {
  readonly mean: Float64Array;
  readonly orthogonal: readonly OrthogonalComponent[];
  /** Weights of the predictive component. */
  readonly weights: Float64Array;
  /** What a unit of its score is worth in y. */
  readonly slope: number;
}

/**
 * OPLS-DA (Trygg & Wold 2002; Bylesjö et al. 2006): components that vary with nothing of the kind are taken off, and one
 * predictive component is left. There are as many as raise Q² of the kind, coded ±1, by a hundredth each in a sevenfold
 * cross-validation of the training pairs. The score is the log-likelihood ratio of the prediction, were it normal in both kinds.
 *
 * The filter is ml-pls 4.4's `oplsNipals`. Its class `OPLS` deals out folds without a seed, and scales tested folds by their
 * standard deviations even where it is told not to scale.
 */
export const oplsDa: PairClassifier = {
  title: 'OPLS-DA',
  fit(features, same, seed) {
    const model = fitOpls(features, same, componentsFor(features, same, seed));
    const predictions = (rows: FlatRows) => predictOpls(model, rows);
    const [different, equal] = [0, 1].map((kind) => predictions(ofKind(features, same, kind))) as [
      Float64Array,
      Float64Array,
    ];
    const [low, high] = [meanOf(different), meanOf(equal)];
    const squares = [...different].reduce((sum, y) => sum + (y - low) ** 2, 0);
    const variance = [...equal].reduce((sum, y) => sum + (y - high) ** 2, squares) / features.count || 1;
    return {
      score: (rows) => predictions(rows).map((y) => ((high - low) / variance) * (y - (high + low) / 2)),
    };
  },
};

/**
 * Fits a model of so many orthogonal components; fewer where no more is left to take off.
 *
 * @param same coded 1 and −1
 */
export function fitOpls(features: FlatRows, same: Uint8Array, components: number): Opls {
  const mean = columnMeans(features);
  const y = Matrix.columnVector(centredKinds(same));
  let x = Matrix.from1DArray(features.count, features.width, less(features, mean).data);
  const orthogonal: OrthogonalComponent[] = [];
  let next = filter(x, y);
  while (orthogonal.length < components && next.loadingsXOrtho.norm() > 0) {
    orthogonal.push({
      weights: Float64Array.from(next.weightsXOrtho.to1DArray()),
      loadings: Float64Array.from(next.loadingsXOrtho.to1DArray()),
    });
    x = next.filteredX;
    next = filter(x, y);
  }
  return {
    mean,
    orthogonal,
    weights: Float64Array.from(next.weightsXPred.to1DArray()),
    slope: next.loadingsY.get(0, 0),
  };
}

/** Predictions of the centred kind, ±1, for rows. */
export function predictOpls({ mean, orthogonal, weights, slope }: Opls, rows: FlatRows): Float64Array {
  return scoreRows(less(rows, mean), (row) => {
    for (const component of orthogonal) {
      const score = dotProduct(component.weights, row);
      component.loadings.forEach((loading, c) => {
        row[c] = (row[c] as number) - score * loading;
      });
    }
    return slope * dotProduct(weights, row);
  });
}

function componentsFor(features: FlatRows, same: Uint8Array, seed: number): number {
  const order = createRandom(seed, 'opls-folds').permutation(same.length);
  const parts = Array.from({ length: FOLDS }, (_, fold) => ({
    train: order.filter((__, i) => i % FOLDS !== fold),
    test: order.filter((__, i) => i % FOLDS === fold),
  })).filter(({ train, test }) => test.length > 0 && new Set(train.map((p) => same[p])).size === 2);
  const unexplained = (components: number) =>
    parts.reduce((sum, { train, test }) => {
      const kinds = Uint8Array.from(train, (p) => same[p] as number);
      const model = fitOpls(rowsOf(features, train), kinds, components);
      const middle = 2 * meanOf(kinds) - 1;
      const predicted = predictOpls(model, rowsOf(features, test));
      return test.reduce(
        (part, p, i) => part + (2 * (same[p] as number) - 1 - middle - (predicted[i] as number)) ** 2,
        sum,
      );
    }, 0) / same.length;
  let components = 0;
  let left = unexplained(0);
  while (components < MOST_COMPONENTS) {
    const fewer = unexplained(components + 1);
    // The kinds are even and coded ±1: their variance is 1, and Q² is 1 less what is unexplained.
    if (!(left - fewer >= LEAST_GAIN)) {
      break;
    }
    components++;
    left = fewer;
  }
  return components;
}

/** What ml-pls gives back, of which its types say nothing. */
interface Filtered {
  readonly filteredX: Matrix;
  readonly weightsXOrtho: Matrix;
  readonly loadingsXOrtho: Matrix;
  readonly weightsXPred: Matrix;
  readonly loadingsY: Matrix;
}

function filter(x: Matrix, y: Matrix): Filtered {
  return oplsNipals(x, y) as Filtered;
}

function centredKinds(same: Uint8Array): number[] {
  const mean = meanOf(same);
  return Array.from(same, (kind) => 2 * (kind - mean));
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] as number;
  }
  return sum / values.length;
}
