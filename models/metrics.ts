import { z } from 'zod';

/** A measure: its mean and standard deviation over partitions, and the interval that its bootstrap gives. */
export const measureSchema = z.strictObject({ mean: z.number(), sd: z.number(), lo: z.number(), hi: z.number() });

const systemMetricsSchema = z.strictObject({
  /** What was measured, in words. */
  system: z.string(),
  auc: measureSchema,
  balancedAccuracy: measureSchema,
  threshold: z.number(),
  /** Of systems whose score is a log-likelihood ratio; absent for a cosine, or where there are no such pairs. */
  eer: measureSchema.optional(),
  /** Same-source pairs missed where 1% of the others are accepted. */
  fnrAt1: measureSchema.optional(),
  /** Of hard pairs, as `hardPairs` defines them; absent for a floor whose own scores chose them, too. */
  hardAuc: measureSchema.optional(),
  averagePrecision: measureSchema.optional(),
  cllr: measureSchema.optional(),
  minCllr: measureSchema.optional(),
});

/** How well an artifact did on groups it never saw, with how that was measured. */
export const metricsSchema = z.strictObject({
  /**
   * What the numbers are of: this very `model`, on groups that were held out; or its `recipe`, cross-validated, since the
   * model itself was fitted on all groups.
   */
  measured: z.enum(['model', 'recipe']),
  protocol: z.string(),
  partitions: z.int(),
  groups: z.int(),
  spectra: z.int(),
  positivePairs: z.int(),
  negativePairs: z.int(),
  interval: z.string(),
  /** The definition of the hard pairs that `hardAuc` is of, a sentence; absent for cosines, and in artifacts written before it was kept. */
  hardPairs: z.string().optional(),
  model: systemMetricsSchema,
  /** The same encoder before its first step: what training itself brought is the difference to it. */
  untrained: systemMetricsSchema.optional(),
  /** The training-free similarity. */
  floor: systemMetricsSchema,
  /** The model minus the floor, paired: both on the same resampled groups. */
  difference: z.strictObject({ auc: measureSchema, cllr: measureSchema.optional() }),
});

/** What an artifact measured on unseen groups. */
export type Metrics = z.infer<typeof metricsSchema>;

/** A measured number with its interval. */
export type Measure = z.infer<typeof measureSchema>;
