import { checkGraph, type Graph, traceDynamic } from '@spectrosim/export';
import {
  branchSlices,
  type EnsembleDefinition,
  ensembleEmbed,
  ensembleScore,
  type HostWeights,
} from '@spectrosim/models/graph';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Batch sizes at which an exported graph's shapes are inferred again, besides those it was traced at. */
const CHECKED_BATCHES = [1, 3];

/** The two graphs of a verifier. */
export interface EnsembleGraphs {
  /** `spectra [B, L]` → `embedding [B, E]`. */
  readonly model: Graph;
  /** `a, b [P, E]` → `similarity [P]`, `score [P]`: a calibrated log-likelihood ratio. */
  readonly score: Graph;
}

/**
 * Traces back-ends on one or more preprocessings: raw intensities to an embedding, and embeddings of pairs to a calibrated
 * log-likelihood ratio.
 *
 * @param metadata travels inside the files as `metadata_props`
 * @throws SpectroSimError `graph` when a graph does not check.
 * @example
 * ```ts
 * const { model, score } = tracedEnsemble(verifier.definition, verifier.weights, bins);
 * const bytes = encodeModel(model);
 * ```
 */
export function tracedEnsemble(
  definition: EnsembleDefinition,
  weights: HostWeights,
  bins: number,
  metadata: Readonly<Record<string, string>> = {},
): EnsembleGraphs {
  const embedding = branchSlices(definition).at(-1)?.end ?? 0;
  const pair = { type: 'float32', dims: ['P', embedding] } as const;
  const model = traceDynamic(
    'model',
    ({ spectra, ...rest }) => ({ embedding: ensembleEmbed(definition, rest, spectra as Tensor) }),
    { ...weights, spectra: { type: 'float32', dims: ['B', bins] } },
    'B',
    metadata,
  );
  const score = traceDynamic(
    'score',
    ({ a, b, ...rest }) => ({ ...ensembleScore(definition, rest, a as Tensor, b as Tensor) }),
    { ...weights, a: pair, b: pair },
    'P',
    metadata,
  );
  checkGraph(model, { batches: CHECKED_BATCHES });
  checkGraph(score, { batches: CHECKED_BATCHES });
  return { model, score };
}
