import { z } from 'zod';
import { recipeSchema } from './recipe.js';

/** One way from raw intensities to an embedding and a score. */
export const branchSchema = z.strictObject({
  preprocessing: recipeSchema,
  /** Absent where the back-end works on preprocessed spectra themselves. */
  encoder: z
    .strictObject({ name: z.string(), config: z.record(z.string(), z.unknown()), parameters: z.int() })
    .optional(),
  backEnd: z.strictObject({
    /** What it is, in words: `PLDA (PCA-20)`. */
    name: z.string(),
    centre: z.boolean(),
    project: z.boolean(),
    lengthNormalise: z.boolean(),
    scoring: z.enum(['cosine', 'plda']),
  }),
  /** How raw scores are normalised by those against a cohort of training spectra; absent where they are not. */
  scoreNormalisation: z
    .strictObject({ method: z.enum(['s-norm', 'as-norm']), cohort: z.int().positive(), top: z.int().positive() })
    .optional(),
  /** Width of its embedding. */
  embedding: z.int(),
  /** Where that lies in the whole embedding: from, and up to but not including. */
  slice: z.tuple([z.int(), z.int()]),
});

/** What makes a verdict of a score. */
export const decisionSchema = z.strictObject({
  score: z.enum(['cosine', 'llr']),
  threshold: z.number(),
  /** The largest |log-likelihood ratio| there is: what the number of training pairs warrants. Absent for a cosine. */
  bound: z.number().optional(),
  /** Between `lo` and `hi` no verdict is warranted at this rate of wrong ones. */
  band: z.strictObject({ lo: z.number(), hi: z.number(), rate: z.number() }).optional(),
});

/** Branches side by side with what decides: the model of an artifact, or its floor. */
export const verifierSchema = z.strictObject({
  branches: z.array(branchSchema).min(1),
  /** Width of the whole embedding. */
  embedding: z.int(),
  decision: decisionSchema,
});

/** How the verifier was chosen. */
export const choiceSchema = z.strictObject({
  /** The rungs that were climbed, in order; `train --candidates` with this list gives the same bytes. */
  candidates: z.array(z.string()).min(1),
  chosen: z.string(),
  why: z.string(),
  /** All that was tried, rated inside the training side, in order. */
  tried: z.array(z.strictObject({ rung: z.string(), name: z.string(), cllr: z.number(), auc: z.number() })),
});

/** One branch of a verifier, as manifests have it. */
export type ManifestBranch = z.infer<typeof branchSchema>;

/** A verifier, as manifests have it. */
export type ManifestVerifier = z.infer<typeof verifierSchema>;
