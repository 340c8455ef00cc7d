import type { Rows } from '@spectrosim/models/graph';
import type { Matrix } from 'ml-matrix';
import { embedCoordinates, scoreEmbeddings } from '../back-ends/back-end.js';
import { type Basis, fullBasis, principalBasis } from '../back-ends/basis.js';
import { centredRows, meanRow } from '../back-ends/lift.js';
import { product, productTransposed } from '../back-ends/products.js';
import {
  cohortRows,
  type ScoreNormalisationName,
  scoreNormalisation,
  scoreNormaliser,
} from '../back-ends/score-normaliser.js';
import { type TrainingRows, trainingRows } from '../back-ends/training-rows.js';
import { rowsAt } from '../dataset.js';
import type { Pairs } from '../evaluation/pairs.js';
import type { CosineCandidate, FittedCandidate } from './candidates.js';
import { centredOn } from './row-products.js';

/** Rows to learn from and rows to score. */
export interface Side {
  readonly train: readonly number[];
  /** The group of each training row, numbered from 0. */
  readonly groups: readonly number[];
  readonly test: readonly number[];
  /** Pairs of test rows, by their places in `test`. */
  readonly pairs: Pairs;
}

/**
 * Raw scores of test pairs `[P]` by back-ends fitted on training rows, all from products of rows; what back-ends share is
 * computed once.
 *
 * @param products of {@link rowProducts}
 * @param normalisation by a cohort of training rows; absent: none
 * @returns scores in the order of the candidates
 */
export function scoreSide(
  products: Matrix,
  side: Side,
  candidates: readonly FittedCandidate[],
  normalisation?: ScoreNormalisationName,
): Float64Array[] {
  const about = centredOn(products, side.train, side.test);
  const bases = new Map<'full' | number, { basis: Basis; training: TrainingRows; tested: Matrix }>();
  const principal = (rank: number): Basis => {
    // The components of a lower rank are the first of those of a higher one.
    const most = Math.max(...candidates.map(({ basis }) => (basis === 'full' ? 0 : basis)));
    const { basis } = inBasis(most, () => principalBasis(about.train, most));
    const last = Math.min(rank, basis.coordinates.columns) - 1;
    const part = (matrix: Matrix) => matrix.subMatrix(0, matrix.rows - 1, 0, last);
    return { coordinates: part(basis.coordinates), toRows: part(basis.toRows) };
  };
  const inBasis = (key: 'full' | number, make: () => Basis) => {
    const known = bases.get(key);
    if (known !== undefined) {
      return known;
    }
    const basis = make();
    const tested = product(about.cross, basis.toRows);
    const made = { basis, training: trainingRows(basis.coordinates, side.groups), tested };
    bases.set(key, made);
    return made;
  };
  const cohort = cohortRows(side.groups);
  return candidates.map(({ basis: kind, learn }) => {
    const { training, tested } = inBasis(kind, () => (kind === 'full' ? fullBasis(about.train) : principal(kind)));
    const backEnd = learn(training);
    const rows = embedCoordinates(backEnd, tested).to2DArray();
    const score = (a: number[], b: number[]) => scoreEmbeddings(backEnd.scoring, a, b);
    if (normalisation === undefined) {
      return eachPair(side.pairs, (a, b) => score(rows[a] as number[], rows[b] as number[]));
    }
    const members = embedCoordinates(backEnd, training.coordinates.subMatrixRow(cohort)).to2DArray();
    const normalise = scoreNormaliser(scoreNormalisation(normalisation, cohort.length), backEnd.scoring, members);
    return eachPair(side.pairs, (i, j) => {
      const [a, b] = [rows[i] as number[], rows[j] as number[]];
      return normalise(score(a, b), a, b);
    });
  });
}

/** Cosines less 1 of test pairs `[P]`: of rows as they are, or less the training rows' mean. Only test rows are multiplied. */
export function cosineSide(
  rows: Rows,
  { train, test, pairs }: Omit<Side, 'groups'>,
  candidates: readonly CosineCandidate[],
): Float64Array[] {
  const mean = meanRow(rowsAt(rows, train));
  const tested = rowsAt(rows, test);
  return candidates.map(({ centre }) => {
    const flat = centredRows(tested, centre ? mean : mean.map(() => 0));
    const of = productTransposed(flat, flat);
    return eachPair(pairs, (a, b) => {
      const squares = of.get(a, a) * of.get(b, b);
      return squares > 0 ? of.get(a, b) / Math.sqrt(squares) - 1 : -0.5;
    });
  });
}

function eachPair({ a, b }: Pairs, score: (a: number, b: number) => number): Float64Array {
  return Float64Array.from(a, (first, p) => score(first, b[p] as number));
}
