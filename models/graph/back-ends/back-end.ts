/**
 * What a back-end computes; its numbers are weights.
 *
 * All of them are an affine embedding and a score that is a sum over dimensions: cosine, whitening, linear discriminants and
 * PLDA differ in their weights only.
 */
export interface BackEndDefinition {
  /** Whether a mean is taken off: the weight `mean [L]`. */
  readonly centre: boolean;
  /** Whether the rest is projected: the weight `projection [L, E]`; else E = L. */
  readonly project: boolean;
  /** Whether embeddings are brought to length 1. */
  readonly lengthNormalise: boolean;
  /**
   * `cosine`: the cosine less 1. `plda`: a log-likelihood ratio, Σ difference·(a − b)² + product·a·b + constant, with the weights
   * `difference [E]`, `product [E]` and `constant []`.
   */
  readonly scoring: 'cosine' | 'plda';
}
