import { Matrix } from 'ml-matrix';
import { ledoitWolfShrinkage } from './ledoit-wolf.js';
import { type FlatRows, flatten, flattenTransposed, productTransposed } from './products.js';
import { lowerFactor } from './triangular.js';

/** How much of a covariance is replaced by the identity: a fixed share, or as much as Ledoit & Wolf estimate. */
export type Shrinkage = number | 'ledoit-wolf';

/** Rows whose mean product is a covariance `[d, d]`. */
export interface Deviations {
  /** `[n, d]`. */
  readonly rows: Matrix;
  /** How often each row counts, for deviations from the mean of few are too small `[n]`. */
  readonly inflation: readonly number[];
  /** Degrees of freedom. */
  readonly degrees: number;
}

/** Training rows apart by group. */
export interface GroupedRows {
  /** Mean of each group `[G, d]`. */
  readonly means: Matrix;
  /** Rows of each group `[G]`. */
  readonly sizes: readonly number[];
  /** What is left of the rows of groups of two and more when their group's mean is taken off. */
  readonly within: Deviations;
}

/** The least share of the identity: without it the covariance of fewer rows than dimensions has no inverse. */
const LEAST_SHRINKAGE = 1e-6;

/** The least variance of a direction, as a share of the mean one of all rows: replicates may be copies of each other. */
const LEAST_VARIANCE = 1e-9;

/**
 * Splits rows `[n, d]` into means of groups and deviations from them. A group of one adds a mean and no deviation.
 *
 * @param groups the group of each row `[n]`, numbered from 0
 */
export function groupRows(rows: Matrix, groups: readonly number[]): GroupedRows {
  const count = Math.max(...groups) + 1;
  const sizes = new Array<number>(count).fill(0);
  const means = Matrix.zeros(count, rows.columns);
  groups.forEach((group, i) => {
    sizes[group] = (sizes[group] as number) + 1;
    for (let c = 0; c < rows.columns; c++) {
      means.set(group, c, means.get(group, c) + rows.get(i, c));
    }
  });
  means.divColumnVector(sizes);
  const repeated = groups.flatMap((group, i) => ((sizes[group] as number) > 1 ? [i] : []));
  const deviations = Matrix.zeros(repeated.length, rows.columns);
  repeated.forEach((from, to) => {
    const group = groups[from] as number;
    for (let c = 0; c < rows.columns; c++) {
      deviations.set(to, c, rows.get(from, c) - means.get(group, c));
    }
  });
  const sizeOf = (i: number) => sizes[groups[i] as number] as number;
  return {
    means,
    sizes,
    within: {
      rows: deviations,
      inflation: repeated.map((i) => sizeOf(i) / (sizeOf(i) - 1)),
      degrees: groups.length - count,
    },
  };
}

/** All rows as deviations from their mean, which is 0 already. */
export function totalDeviations(centred: Matrix): Deviations {
  const n = centred.rows;
  return { rows: centred, inflation: new Array<number>(n).fill(n / (n - 1)), degrees: n - 1 };
}

/** The covariance of deviations `[d, d]`. */
export function covarianceOf({ rows, degrees }: Deviations): Matrix {
  const columns = flattenTransposed(rows);
  return productTransposed(columns, columns).div(degrees);
}

/**
 * The factor L `[d, d]` by which rows x·(L⁻¹)ᵀ have a covariance of one: that of the deviations, shrunk, is L·Lᵀ.
 *
 * @param scale the mean variance of all rows in a direction, against which nothing may be too small
 * @param covariance {@link covarianceOf} the deviations, where it is known already
 */
export function whiteningFactor(
  deviations: Deviations,
  shrinkage: Shrinkage,
  scale: number,
  covariance = covarianceOf(deviations),
): FlatRows {
  const dimensions = covariance.rows;
  const share = shrinkage === 'ledoit-wolf' ? ledoitWolf(deviations, covariance) : shrinkage;
  const identity = Math.max(
    (Math.max(share, LEAST_SHRINKAGE) * covariance.trace()) / dimensions,
    LEAST_VARIANCE * scale,
  );
  const shrunk = flatten(covariance);
  shrunk.data.forEach((value, at) => {
    shrunk.data[at] = value * (1 - share) + (at % (dimensions + 1) === 0 ? identity : 0);
  });
  return lowerFactor(shrunk);
}

/** The mean variance of a direction of centred rows. */
export function meanVariance(centred: Matrix): number {
  return squaredNorm(centred) / (Math.max(1, centred.rows - 1) * centred.columns) || 1;
}

function ledoitWolf({ rows, inflation, degrees }: Deviations, covariance: Matrix): number {
  const fourth = inflation.map((factor, i) => {
    const square = rows.getRow(i).reduce((sum, value) => sum + value * value, 0);
    return (factor * square) ** 2;
  });
  return ledoitWolfShrinkage({
    trace: covariance.trace(),
    squaredNorm: squaredNorm(covariance),
    fourthMoment: fourth.reduce((sum, value) => sum + value, 0) / fourth.length,
    samples: degrees,
    dimensions: rows.columns,
  });
}

function squaredNorm(matrix: Matrix): number {
  return flatten(matrix).data.reduce((sum, value) => sum + value * value, 0);
}
