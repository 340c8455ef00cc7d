import type { FittedBackEnd, Scoring } from './back-end.js';
import { projectionBy } from './projection.js';
import type { Shrinkage } from './scatter.js';
import type { TrainingRows } from './training-rows.js';

/**
 * Probabilistic linear discriminant analysis in its two-covariance form (Ioffe 2006, ECCV; Prince & Elder 2007, ICCV;
 * Brümmer & de Villiers 2010): a row is its group's mean, drawn with covariance B, and a deviation, drawn with W. The score
 * is the log-likelihood ratio of "one group" to "two".
 *
 * W is the within-group covariance with n − G degrees of freedom, shrunk; rows are whitened by it and turned so that B is
 * diagonal. Directions in which B is 0 say nothing of groups and are left out.
 *
 * @example
 * ```ts
 * const plda = fitPlda(trainingRows(fullBasis(products).coordinates, groups), 'ledoit-wolf');
 * ```
 */
export function fitPlda(training: TrainingRows, shrinkage: Shrinkage): FittedBackEnd {
  const { projection, variances } = training.discriminants(shrinkage);
  return {
    offset: training.grouped.means.mean('column'),
    transform: projectionBy(projection),
    lengthNormalise: false,
    scoring: logLikelihoodRatio(variances),
  };
}

/**
 * The log-likelihood ratio of two embeddings under a two-covariance model with means 0, independent dimensions,
 * between-group variances b and within-group variances w, in closed form. With β = b/w, in units of w:
 *
 * ½·ln((β+1)²/(2β+1)) + a·b·β/(2β+1) − ½·(a² + b²)·β²/((2β+1)(β+1))
 *
 * @param within within-group variances `[E]`; 1 of whitened rows
 * @returns what {@link Scoring} says: the same quadratic form by difference and product
 */
export function logLikelihoodRatio(between: Float64Array, within = new Float64Array(between.length).fill(1)): Scoring {
  const difference = new Float64Array(between.length);
  const product = new Float64Array(between.length);
  let constant = 0;
  for (let i = 0; i < between.length; i++) {
    const w = within[i] as number;
    const ratio = (between[i] as number) / w;
    const both = (2 * ratio + 1) * (ratio + 1);
    difference[i] = -(ratio ** 2) / (2 * both * w);
    product[i] = ratio / (both * w);
    constant += Math.log(ratio + 1) - Math.log(2 * ratio + 1) / 2;
  }
  return { kind: 'plda', difference, product, constant };
}
