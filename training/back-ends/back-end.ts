import type { Matrix } from 'ml-matrix';
import { flatten } from './products.js';
import type { Projection } from './projection.js';
import type { TrainingRows } from './training-rows.js';

/**
 * How two embeddings `[E]` become a score.
 *
 * `cosine`: the cosine less 1.
 *
 * `plda`: Σ difference·(a − b)² + product·a·b + constant. A quadratic form of two numbers may be written in many ways; in
 * this one nothing large cancels where two embeddings are alike, which is where float32 would be off by 1e-3.
 */
export type Scoring =
  | { readonly kind: 'cosine' }
  | {
      readonly kind: 'plda';
      readonly difference: Float64Array;
      readonly product: Float64Array;
      readonly constant: number;
    };

/** What a back-end learned, in the coordinates of a basis of the training rows. */
export interface FittedBackEnd {
  /** Taken off the coordinates `[r]`. */
  readonly offset: readonly number[];
  /** To the embedding `[E]`. */
  readonly transform: Projection;
  /** Whether embeddings are brought to length 1. */
  readonly lengthNormalise: boolean;
  readonly scoring: Scoring;
}

/** Learns a back-end from training rows. */
export type FitBackEnd = (training: TrainingRows) => FittedBackEnd;

/** Embeddings `[N, E]` of rows given by their coordinates `[N, r]`. */
export function embedCoordinates({ offset, transform, lengthNormalise }: FittedBackEnd, coordinates: Matrix): Matrix {
  const { count, width, data } = flatten(coordinates);
  for (let i = 0; i < data.length; i++) {
    data[i] = (data[i] as number) - (offset[i % width] as number);
  }
  const embedded = transform.apply({ count, width, data });
  if (lengthNormalise) {
    for (let i = 0; i < embedded.rows; i++) {
      const length = Math.sqrt(embedded.getRow(i).reduce((sum, value) => sum + value * value, 0));
      embedded.mulRow(i, length > 0 ? 1 / length : 0);
    }
  }
  return embedded;
}

/** The score of two embeddings `[E]`, in doubles. Symmetric. */
export function scoreEmbeddings(scoring: Scoring, a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (scoring.kind === 'cosine') {
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      const x = a[i] as number;
      const y = b[i] as number;
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    // A zero row is at a distance of 1 from any other, and of 0 from another zero row: as the graph has it.
    return aa === 0 || bb === 0 ? (aa === bb ? 0 : -0.5) : ab / Math.sqrt(aa * bb) - 1;
  }
  const { difference, product: weight, constant } = scoring;
  let score = constant;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    score += (difference[i] as number) * (x - y) ** 2 + (weight[i] as number) * (x * y);
  }
  return score;
}
