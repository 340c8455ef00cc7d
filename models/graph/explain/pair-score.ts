import * as tf from '@tensorflow/tfjs-core';
import type { BackEndDefinition } from '../back-ends/back-end.js';
import { embed, projectRows } from '../back-ends/embed.js';
import type { Branch, EnsembleDefinition } from '../back-ends/ensemble.js';
import { score } from '../back-ends/score.js';
import { applyScoreMap } from '../back-ends/score-map.js';
import { normaliseScores } from '../back-ends/score-normalisation.js';
import { lengthOf, unitLength } from '../back-ends/unit-length.js';
import { cosine, encodePreprocessed, type ModelDefinition } from '../model.js';
import { preprocess } from '../preprocess/preprocess.js';
import { scoped, type Weights } from '../weights.js';
import { meanSlopes } from './mean-slopes.js';

/** Raw scores of points on a way, n of each pair, one pair after another: preprocessed spectra `[P · n, L]` → `[P · n]`. */
export type ScoreAlong = (x: tf.Tensor, n: number) => tf.Tensor;

/** A branch's part in the score of a pair. */
export interface PairBranch {
  /** Raw intensities `[P, L]` → preprocessed `[P, L]`. */
  preprocess(raw: tf.Tensor): tf.Tensor;
  /** Scores on the way of one spectrum to `end`, beside `other`, preprocessed both `[P, L]`. */
  towards(end: tf.Tensor, other: tf.Tensor): ScoreAlong;
}

/** The score of a pair, taken apart: branches, and what makes one number of theirs. */
export interface PairScore {
  readonly branches: readonly PairBranch[];
  /** Raw scores of each branch `[P, K]` → the score, without a bound `[P, K]`. */
  combine(raw: readonly tf.Tensor[]): tf.Tensor;
  /** Raw scores of each branch along a way `[P, K + 1]` → what the score gains a unit of each, step by step `[P, K]`. */
  slopes(raw: readonly tf.Tensor[]): readonly tf.Tensor[];
}

/**
 * The cosine of an encoder's embeddings.
 *
 * @param held whether an embedding on its way keeps the length of the one it goes to: where the mean's has next to no direction
 */
export function cosinePairScore(definition: ModelDefinition, weights: Weights, held: boolean): PairScore {
  const embedding = (x: tf.Tensor) => encodePreprocessed(definition, weights, x).embedding;
  const only = ([raw]: readonly tf.Tensor[]) => raw as tf.Tensor;
  return {
    branches: [
      {
        preprocess: (raw) => preprocess(definition.preprocessing, scoped(weights, 'preprocessing'), raw),
        towards(end, other) {
          const standing = embedding(other);
          if (!held) {
            return (x, n) => cosine(embedding(x), repeated(standing, n));
          }
          const [length, direction] = [lengthOf(embedding(end)), unitLength(standing)];
          return (x, n) => tf.sum(tf.mul(tf.div(embedding(x), repeated(length, n)), repeated(direction, n)), -1);
        },
      },
    ],
    combine: only,
    slopes(raw) {
      const [pairs, ends] = only(raw).shape as [number, number];
      return [tf.ones([pairs, ends - 1])];
    },
  };
}

/**
 * The log-likelihood ratio of an ensemble before it is bounded: beyond its bound a score has no slope.
 *
 * @param held of each branch, whether an embedding on its way keeps the length of the one it goes to
 */
export function ensemblePairScore(
  { branches }: EnsembleDefinition,
  weights: Weights,
  held: readonly boolean[],
): PairScore {
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
    branches: branches.map((branch, i) => branchScore(branch, scoped(weights, `branches.${i}`), held[i] === true)),
    combine: (raw) => applyScoreMap(calibration, mean(raw)),
    slopes(raw) {
      const common = tf.div(meanSlopes(calibration, mean(raw)), branches.length);
      return raw.map((scores, i) => tf.mul(common, meanSlopes(normal(i), scores)));
    },
  };
}

function branchScore(branch: Branch, weights: Weights, holds: boolean): PairBranch {
  const { preprocessing, encoder, backEnd, scoreNormalisation } = branch;
  const own = scoped(weights, 'backEnd');
  const features = (x: tf.Tensor) => (encoder ? encodePreprocessed({ encoder }, weights, x).embedding : x);
  const embedded = (x: tf.Tensor) => embed(backEnd, own, features(x));
  return {
    preprocess: (raw) => preprocess(preprocessing, scoped(weights, 'preprocessing'), raw),
    towards(end, other) {
      const standing = embedded(other);
      const held = holds ? lengthOf(projectRows(backEnd, own, features(end))) : undefined;
      const arrived = held && scoreNormalisation && embedded(end);
      return (x, n) => {
        const beside = repeated(standing, n);
        const moving = held ? tf.div(projectRows(backEnd, own, features(x)), repeated(held, n)) : embedded(x);
        const raw = held ? scoreOfLength(backEnd, own, moving, beside) : score(backEnd, own, moving, beside);
        // By what scores are normalised is held with the length: at 0 all of a cohort score the same.
        const side = arrived ? repeated(arrived, n) : moving;
        return scoreNormalisation ? normaliseScores(scoreNormalisation, backEnd, weights, side, beside, raw) : raw;
      };
    },
  };
}

/** As `score`, of embeddings that keep the length they have. */
function scoreOfLength(backEnd: BackEndDefinition, weights: Weights, moving: tf.Tensor, beside: tf.Tensor): tf.Tensor {
  return backEnd.scoring === 'cosine'
    ? tf.mul(tf.sum(tf.square(tf.sub(moving, unitLength(beside))), -1), -0.5)
    : score(backEnd, weights, moving, beside);
}

/** Each row n times, `[P, E]` → `[P · n, E]`: gathered, since a broadcast would need the number of pairs. */
function repeated(x: tf.Tensor, n: number): tf.Tensor {
  const width = x.shape[1] as number;
  return tf.reshape(tf.gather(tf.expandDims(x, 1), tf.zeros([n], 'int32') as tf.Tensor1D, 1), [-1, width]);
}
