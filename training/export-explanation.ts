// tfjs-core alone has no gradients; the union package registers them.
import '@tensorflow/tfjs';
import { checkGraph, type Graph, traceDynamic } from '@spectrosim/export';
import type { Axis } from '@spectrosim/models';
import {
  type EnsembleDefinition,
  type ExplainedPairs,
  explainCosine,
  explainEnsemble,
  type HostWeights,
  type ModelDefinition,
  type Weights,
} from '@spectrosim/models/graph';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Batch sizes at which an exported graph's shapes are inferred again, besides those it was traced at. */
const CHECKED_BATCHES = [1, 3];

/** Where ways start along which a branch is explained. */
export interface ExplanationStart {
  /** The mean of the preprocessed training spectra `[L]`. */
  readonly mean: Float32Array;
  /** Whether what is compared of it are directions, and it has next to none: on its way an embedding then has the length of the one it goes to. */
  readonly vanishes: boolean;
}

/** What is explained, and from where: an encoder whose cosine decides, or a verifier, a start a branch. */
export type Explained =
  | { readonly model: ModelDefinition; readonly weights: HostWeights; readonly start: ExplanationStart }
  | {
      readonly verifier: EnsembleDefinition;
      readonly weights: HostWeights;
      readonly starts: readonly ExplanationStart[];
    };

/**
 * The graph that says why pairs of spectra got their scores: raw intensities `a, b [P, L]` → each bin's part, gradients and all.
 * Its outputs are those of `explainCosine` and `explainEnsemble`.
 *
 * @param metadata travels inside the file as `metadata_props`
 */
export function explanationGraph(
  explained: Explained,
  axis: Axis,
  metadata: Readonly<Record<string, string>> = {},
): Graph {
  const spectra = { type: 'float32', dims: ['P', axis.values.length] } as const;
  const explain = (weights: Weights, a: Tensor, b: Tensor): ExplainedPairs =>
    'model' in explained
      ? explainCosine(explained.model, weights, axis, a, b, explained.start.vanishes)
      : explainEnsemble(
          explained.verifier,
          weights,
          axis,
          a,
          b,
          explained.starts.map(({ vanishes }) => vanishes),
        );
  const graph = traceDynamic(
    'explain',
    ({ a, b, ...weights }) => ({ ...explain(weights, a as Tensor, b as Tensor) }),
    { ...explained.weights, ...meanWeights(explained), a: spectra, b: spectra },
    'P',
    metadata,
  );
  checkGraph(graph, { batches: CHECKED_BATCHES });
  return graph;
}

/**
 * Traces the explanation of a model that is still to be trained: what cannot be exported is found out before its first step.
 *
 * @throws SpectroSimError `graph` as {@link explanationGraph} does
 */
export function assertExplainable(model: ModelDefinition, weights: HostWeights, axis: Axis): void {
  explanationGraph({ model, weights, start: { mean: new Float32Array(axis.values.length), vanishes: false } }, axis);
}

function meanWeights(explained: Explained): HostWeights {
  const weight = (data: Float32Array) => ({ type: 'float32' as const, dims: [data.length], data });
  return 'model' in explained
    ? { mean: weight(explained.start.mean) }
    : Object.fromEntries(explained.starts.map(({ mean }, i) => [`branches.${i}.mean`, weight(mean)]));
}
