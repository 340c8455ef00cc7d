import { Matrix } from 'ml-matrix';
import { embedCoordinates, type FittedBackEnd } from './back-end.js';
import { fitPlda, logLikelihoodRatio } from './plda.js';
import { groupRows, type Shrinkage } from './scatter.js';
import type { TrainingRows } from './training-rows.js';

/** The least within-group variance of a direction, as a share of the mean square of rows of length 1: in one direction replicates may all be alike. */
const LEAST_VARIANCE = 1e-6;

/**
 * PLDA of rows brought to one length (Garcia-Romero & Espy-Wilson 2011, Interspeech): whitened and turned as by
 * {@link fitPlda}, divided by their length, and modelled again, each direction by itself. Lengths then say nothing, which
 * helps where some rows are outliers in all directions.
 */
export function fitLengthNormalisedPlda(training: TrainingRows, shrinkage: Shrinkage): FittedBackEnd {
  const plda: FittedBackEnd = { ...fitPlda(training, shrinkage), lengthNormalise: true };
  const { means, sizes, within } = groupRows(embedCoordinates(plda, training.coordinates), training.groups);
  const squares = columnSquares(within.rows).map((sum) => sum / within.degrees);
  const variances = squares.map((square) => Math.max(square, LEAST_VARIANCE / squares.length));
  const noise = sizes.reduce((sum, size) => sum + 1 / size, 0) / sizes.length;
  const between = columnSquares(means.clone().subRowVector(means.mean('column'))).map((sum, i) =>
    Math.max(0, sum / Math.max(1, means.rows - 1) - noise * (variances[i] as number)),
  );
  return { ...plda, scoring: logLikelihoodRatio(Float64Array.from(between), Float64Array.from(variances)) };
}

function columnSquares(rows: Matrix): number[] {
  return Matrix.mul(rows, rows).sum('column');
}
