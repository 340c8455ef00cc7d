/** What the shrinkage of a covariance depends on. */
export interface ScatterMoments {
  /** tr(S). */
  readonly trace: number;
  /** ‖S‖², the sum of the squares of its entries. */
  readonly squaredNorm: number;
  /** The mean over rows of ‖x‖⁴, of rows whose mean product is S. */
  readonly fourthMoment: number;
  /** Rows, or degrees of freedom where a mean was taken off. */
  readonly samples: number;
  /** Width of S. */
  readonly dimensions: number;
}

/**
 * The share a of the identity in (1 − a)·S + a·tr(S)/d·I that comes nearest to the true covariance (Ledoit & Wolf 2004,
 * J. Multivariate Anal. 88, 365, eq. 14).
 *
 * All of it follows from products of rows: no covariance of L × L is made.
 */
export function ledoitWolfShrinkage({ trace, squaredNorm, fourthMoment, samples, dimensions }: ScatterMoments): number {
  const dispersion = (squaredNorm - trace ** 2 / dimensions) / dimensions;
  const error = (fourthMoment - squaredNorm) / (samples * dimensions);
  return dispersion <= 0 ? 1 : Math.min(1, Math.max(0, error / dispersion));
}
