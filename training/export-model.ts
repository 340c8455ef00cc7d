import { checkGraph, type Graph, traceDynamic } from '@spectrosim/export';
import { cosine, encode, type HostWeights, type ModelDefinition } from '@spectrosim/models/graph';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Batch sizes at which an exported graph's shapes are inferred again, besides the two it was traced at. */
const CHECKED_BATCHES = [1, 3];

/**
 * The graph that takes raw intensities `spectra [B, L]` to `embedding [B, E]`, preprocessing included.
 *
 * @param metadata travels inside the file as `metadata_props`
 */
export function modelGraph(
  definition: ModelDefinition,
  weights: HostWeights,
  bins: number,
  metadata: Readonly<Record<string, string>> = {},
): Graph {
  const graph = traceDynamic(
    'model',
    ({ spectra, ...rest }) => ({ embedding: encode(definition, rest, spectra as Tensor).embedding }),
    { ...weights, spectra: { type: 'float32', dims: ['B', bins] } },
    'B',
    metadata,
  );
  checkGraph(graph, { batches: CHECKED_BATCHES });
  return graph;
}

/** The graph that takes embeddings of pairs, `a, b [P, E]`, to `similarity [P]` (cosine) and `score [P]`. */
export function scoreGraph(embedding: number, metadata: Readonly<Record<string, string>> = {}): Graph {
  const graph = traceDynamic(
    'score',
    ({ a, b }) => {
      const similarity = cosine(a as Tensor, b as Tensor);
      return { similarity, score: similarity };
    },
    { a: { type: 'float32', dims: ['P', embedding] }, b: { type: 'float32', dims: ['P', embedding] } },
    'P',
    metadata,
  );
  checkGraph(graph, { batches: CHECKED_BATCHES });
  return graph;
}
