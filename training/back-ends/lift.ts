import type { BackEndDefinition, HostWeights, Rows } from '@spectrosim/models/graph';
import { Matrix } from 'ml-matrix';
import type { FittedBackEnd, Scoring } from './back-end.js';
import type { Basis } from './basis.js';
import { type FlatRows, flattenTransposed, product, productTransposed } from './products.js';

/** A back-end as a graph holds it: of spectra `[L]`, in single precision. */
export interface LiftedBackEnd {
  readonly definition: BackEndDefinition;
  readonly weights: HostWeights;
  /** Width of the embedding, E. */
  readonly embedding: number;
}

/** The mean of rows `[L]`, in doubles. */
export function meanRow({ count, bins, data }: Rows): Float64Array {
  const mean = new Float64Array(bins);
  for (let i = 0; i < count; i++) {
    for (let bin = 0; bin < bins; bin++) {
      mean[bin] = (mean[bin] as number) + (data[i * bins + bin] as number) / count;
    }
  }
  return mean;
}

/** Rows less a mean, in doubles. */
export function centredRows({ count, bins, data }: Rows, mean: Float64Array): FlatRows {
  const centred = new Float64Array(count * bins);
  for (let i = 0; i < count; i++) {
    for (let bin = 0; bin < bins; bin++) {
      centred[i * bins + bin] = (data[i * bins + bin] as number) - (mean[bin] as number);
    }
  }
  return { count, width: bins, data: centred };
}

/**
 * Takes a back-end from the coordinates of a basis of training rows to their bins: the projection is Xᵀ·toRows·transform,
 * the mean the training rows' plus Xᵀ·toRows·offset, of centred training rows X `[n, L]`.
 *
 * @param train the rows that the basis is of `[n, L]`
 */
export function liftBackEnd(
  { offset, transform, lengthNormalise, scoring }: FittedBackEnd,
  basis: Basis,
  train: Rows,
): LiftedBackEnd {
  const mean = meanRow(train);
  const centred = centredRows(train, mean);
  const columns = flattenTransposed(Matrix.from1DArray(train.count, train.bins, centred.data));
  const onRows = (matrix: Matrix) => productTransposed(columns, flattenTransposed(product(basis.toRows, matrix)));
  const shift = onRows(Matrix.columnVector([...offset]));
  return {
    definition: { centre: true, project: true, lengthNormalise, scoring: scoring.kind },
    weights: {
      mean: float32(
        [train.bins],
        Float64Array.from(mean, (value, bin) => value + shift.get(bin, 0)),
      ),
      projection: float32([train.bins, transform.columns], onRows(transform.matrix()).to1DArray()),
      ...scoringWeights(scoring),
    },
    embedding: transform.columns,
  };
}

/** The cosine of spectra as they are, or less the training rows' mean: nothing else is learned. */
export function cosineBackEnd(train: Rows, centre: boolean): LiftedBackEnd {
  return {
    definition: { centre, project: false, lengthNormalise: false, scoring: 'cosine' },
    weights: centre ? { mean: float32([train.bins], meanRow(train)) } : {},
    embedding: train.bins,
  };
}

function scoringWeights(scoring: Scoring): HostWeights {
  return scoring.kind === 'cosine'
    ? {}
    : {
        difference: float32([scoring.difference.length], scoring.difference),
        product: float32([scoring.product.length], scoring.product),
        constant: float32([], [scoring.constant]),
      };
}

function float32(dims: readonly number[], data: ArrayLike<number>): HostWeights[string] {
  return { type: 'float32', dims, data: Float32Array.from(data) };
}
