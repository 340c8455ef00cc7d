import { encodeModel } from '@spectrosim/export';
import type { GraphRuntime, GraphSession, LoadOptions, ManifestVerifier, TensorValue } from '@spectrosim/models';
import { type EnsembleDefinition, ensembleEmbed, type HostWeights, type Rows } from '@spectrosim/models/graph';
import { tracedEnsemble } from '../export-ensemble.js';
import { runOnRows } from '../run-function.js';
import { embedWeights } from '../verifier/score-pairs.js';
import { rowCosines } from './floor.js';
import { gatherRows, type Pairs } from './pairs.js';

/** Pairs that go through a score graph at once: bounds memory, changes no number. */
const CHUNK = 2048;

/** Scores of pairs of embeddings `[N, E]`, some at a time `[P]`. */
export async function scoreInChunks(
  score: (a: Float32Array, b: Float32Array) => Promise<Float32Array>,
  embeddings: Float32Array,
  width: number,
  { a, b }: Pairs,
): Promise<Float32Array> {
  const scores = new Float32Array(a.length);
  for (let start = 0; start < a.length; start += CHUNK) {
    const side = (of: Int32Array) => gatherRows(embeddings, width, of.subarray(start, start + CHUNK));
    scores.set(await score(side(a), side(b)), start);
  }
  return scores;
}

/**
 * Scores of pairs by a verifier that a manifest describes, such as an artifact's floor: no encoder, weights by name.
 *
 * @param rows raw intensities on the artifact's axis `[N, L]`
 * @param weights of the verifier, without a prefix
 */
export async function scoreByManifest(
  { branches, embedding, decision }: ManifestVerifier,
  weights: HostWeights,
  rows: Rows,
  pairs: Pairs,
  runtime: GraphRuntime,
  options: LoadOptions,
): Promise<ArrayLike<number>> {
  const definition: EnsembleDefinition = { branches };
  const used = decision.score === 'llr' ? tracedEnsemble(definition, weights, rows.bins) : undefined;
  const embeddings = await runOnRows(
    runtime,
    options,
    (x, w) => ensembleEmbed(definition, w, x),
    rows,
    embedWeights(weights),
  );
  if (used === undefined) {
    return rowCosines(embeddings, embedding, pairs);
  }
  const session = await runtime.load(encodeModel(used.score), options);
  const run = (a: Float32Array, b: Float32Array) => runScore(session, a, b, embedding);
  return scoreInChunks(run, embeddings, embedding, pairs).finally(() => session.dispose());
}

async function runScore(session: GraphSession, a: Float32Array, b: Float32Array, width: number): Promise<Float32Array> {
  const matrix = (data: Float32Array): TensorValue => ({ type: 'float32', dims: [data.length / width, width], data });
  const { score } = await session.run({ a: matrix(a), b: matrix(b) });
  return (score as TensorValue).data as Float32Array;
}
