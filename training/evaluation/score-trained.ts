import { encode, encodePreprocessed, type HostWeights, preprocess, type Rows, scoped } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainedModel, TrainingPorts } from '../loop/train.js';
import type { PairReading } from '../objectives/objective.js';
import type { ResolvedObjective } from '../objectives/registry.js';
import { rowCosines } from './floor.js';
import { gatherRows, type Pairs } from './pairs.js';

/** Pairs that are encoded at once, where the encoder reads pairs: 4,096 of 2,080 bins are 68 MB. */
const PAIRS_AT_ONCE = 4096;

/** What is scored: a model after training, or as it was before. */
export type Stage = 'trained' | 'untrained';

/**
 * Scores of pairs of raw spectra: cosines of their embeddings or, where the objective reads pairs, what it makes of every pair.
 *
 * @param model what {@link train} gave
 * @param run computes a tfjs function of rows
 */
export async function scoreTrained(
  model: TrainedModel,
  stage: Stage,
  { pairs: reading }: Pick<ResolvedObjective, 'pairs'>,
  rows: Rows,
  pairs: Pairs,
  run: TrainingPorts['runOnRows'],
): Promise<Float64Array> {
  const { definition, embedding } = model;
  const weights = stage === 'trained' ? model.weights : model.untrained();
  if (reading === undefined) {
    return rowCosines(await run((x, w) => encode(definition, w, x).embedding, rows, weights), embedding, pairs);
  }
  const preprocessed = await run(
    (x, w) => preprocess(definition.preprocessing, scoped(w, 'preprocessing'), x),
    rows,
    weights,
  );
  const own = { ...weights, ...model.pairWeights?.[stage] };
  return scorePairwise(definition, reading, { ...rows, data: preprocessed }, pairs, own, run);
}

async function scorePairwise(
  { encoder }: TrainedModel['definition'],
  reading: PairReading,
  { bins, data }: Rows,
  { a, b }: Pairs,
  weights: HostWeights,
  run: TrainingPorts['runOnRows'],
): Promise<Float64Array> {
  const scores = new Float64Array(a.length);
  const score: Parameters<typeof run>[0] = (x, w) => {
    const [one, other] = tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor];
    const { embedding } = encodePreprocessed({ encoder }, w, reading.between(one, other));
    return tf.expandDims(reading.score(scoped(w, 'objective'), embedding), 1);
  };
  for (let start = 0; start < a.length; start += PAIRS_AT_ONCE) {
    const end = Math.min(start + PAIRS_AT_ONCE, a.length);
    // The two spectra of a pair beside each other are one row.
    const sides = Array.from(
      { length: 2 * (end - start) },
      (_, i) => (i % 2 === 0 ? a : b)[start + (i >> 1)] as number,
    );
    const both = { count: end - start, bins: 2 * bins, data: gatherRows(data, bins, sides) };
    scores.set(await run(score, both, weights), start);
  }
  return scores;
}
