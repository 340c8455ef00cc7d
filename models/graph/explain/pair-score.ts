import * as tf from '@tensorflow/tfjs-core';
import { embed, projectRows } from '../back-ends/embed.js';
import type { Branch, EnsembleDefinition } from '../back-ends/ensemble.js';
import { score } from '../back-ends/score.js';
import { applyScoreMap } from '../back-ends/score-map.js';
import { normaliseScores } from '../back-ends/score-normalisation.js';
import { lengthOf } from '../back-ends/unit-length.js';
import { cosine, encodePreprocessed, type ModelDefinition } from '../model.js';
import { preprocess } from '../preprocess/preprocess.js';
import { scoped, type Weights } from '../weights.js';
import { meanSlopes } from './mean-slopes.js';

/** A branch's part in the score of a pair, from the preprocessed spectra on. */
export interface PairBranch {
  /** Raw intensities `[B, L]` → preprocessed `[B, L]`. */
  preprocess(raw: tf.Tensor): tf.Tensor;
  /**
   * Preprocessed spectra of pairs `[P, L]` → raw scores `[P]`.
   *
   * @param lengths held in place of the embeddings' own, where embeddings are brought to length 1 `[P, 1]`
   */
  score(a: tf.Tensor, b: tf.Tensor, lengths?: tf.Tensor): tf.Tensor;
  /** Lengths of the embeddings of preprocessed spectra, `[B, L]` → `[B, 1]`; absent where they are not brought to length 1. */
  readonly lengths?: (x: tf.Tensor) => tf.Tensor;
}

/** The score of a pair, taken apart: branches, and what makes one number of theirs. */
export interface PairScore {
  readonly branches: readonly PairBranch[];
  /** Raw scores of each branch `[P, K]` → the score, without a bound `[P, K]`. */
  combine(raw: readonly tf.Tensor[]): tf.Tensor;
  /** Raw scores of each branch along a way `[P, K + 1]` → what the score gains a unit of each, step by step `[P, K]`. */
  slopes(raw: readonly tf.Tensor[]): readonly tf.Tensor[];
}

/** The cosine of an encoder's embeddings. */
export function cosinePairScore(definition: ModelDefinition, weights: Weights): PairScore {
  const embedding = (x: tf.Tensor) => encodePreprocessed(definition, weights, x).embedding;
  const only = ([raw]: readonly tf.Tensor[]) => raw as tf.Tensor;
  return {
    branches: [
      {
        preprocess: (raw) => preprocess(definition.preprocessing, scoped(weights, 'preprocessing'), raw),
        score: (a, b) => cosine(embedding(a), embedding(b)),
      },
    ],
    combine: only,
    slopes(raw) {
      const [pairs, ends] = only(raw).shape as [number, number];
      return [tf.ones([pairs, ends - 1])];
    },
  };
}

/** The log-likelihood ratio of {@link EnsembleDefinition}, before it is bounded: beyond its bound a score has no slope. */
export function ensemblePairScore({ branches }: EnsembleDefinition, weights: Weights): PairScore {
  const normal = (i: number) => scoped(weights, `branches.${i}.normal`);
  const calibration = scoped(weights, 'calibration');
  const mean = (raw: readonly tf.Tensor[]) => {
    const normals = raw.map((scores, i) => applyScoreMap(normal(i), scores));
    return tf.div(
      normals.reduce((sum, one) => tf.add(sum, one)),
      branches.length,
    );
  };
  return {
    branches: branches.map((branch, i) => branchScore(branch, scoped(weights, `branches.${i}`))),
    combine: (raw) => applyScoreMap(calibration, mean(raw)),
    slopes(raw) {
      const shared = tf.div(meanSlopes(calibration, mean(raw)), branches.length);
      return raw.map((scores, i) => tf.mul(shared, meanSlopes(normal(i), scores)));
    },
  };
}

function branchScore({ preprocessing, encoder, backEnd, scoreNormalisation }: Branch, weights: Weights): PairBranch {
  const own = scoped(weights, 'backEnd');
  const features = (x: tf.Tensor) => (encoder ? encodePreprocessed({ encoder }, weights, x).embedding : x);
  const embedded = (x: tf.Tensor, lengths: tf.Tensor | undefined) =>
    lengths === undefined ? embed(backEnd, own, features(x)) : tf.div(projectRows(backEnd, own, features(x)), lengths);
  return {
    preprocess: (raw) => preprocess(preprocessing, scoped(weights, 'preprocessing'), raw),
    score(x, y, lengths) {
      const [a, b] = [embedded(x, lengths), embedded(y, lengths)];
      const raw = score(backEnd, own, a, b);
      return scoreNormalisation ? normaliseScores(scoreNormalisation, backEnd, weights, a, b, raw) : raw;
    },
    ...(backEnd.lengthNormalise && {
      lengths: (x: tf.Tensor) => lengthOf(projectRows(backEnd, own, features(x))),
    }),
  };
}
