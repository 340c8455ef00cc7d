import type { Recipe } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { encodePreprocessed } from '../model.js';
import { preprocess } from '../preprocess/preprocess.js';
import { scoped, type Weights, weightOf } from '../weights.js';
import type { BackEndDefinition } from './back-end.js';
import { embed } from './embed.js';
import { score } from './score.js';
import { applyScoreMap } from './score-map.js';
import { normaliseScores, type ScoreNormalisation } from './score-normalisation.js';
import { unitLength } from './unit-length.js';

/** A back-end on spectra preprocessed in one way, or on an encoder's embeddings of them. */
export interface Branch {
  readonly preprocessing: Recipe;
  /** Name and hyper-parameters of the encoder; absent where the back-end works on preprocessed spectra themselves. */
  readonly encoder?: { readonly name: string; readonly config: unknown } | undefined;
  readonly backEnd: BackEndDefinition;
  /** How its raw scores are normalised; absent where they are not. */
  readonly scoreNormalisation?: ScoreNormalisation | undefined;
  /** Width of its embedding, E. */
  readonly embedding: number;
}

/** Back-ends on one or more preprocessings, apart from their weights. */
export interface EnsembleDefinition {
  readonly branches: readonly Branch[];
}

/** Where each branch's embedding lies in the whole one: from `start` up to, not including, `end`. */
export function branchSlices({ branches }: EnsembleDefinition): { readonly start: number; readonly end: number }[] {
  let end = 0;
  return branches.map(({ embedding }) => {
    const start = end;
    end += embedding;
    return { start, end };
  });
}

/**
 * Raw intensities `[B, L]` → the embeddings of all branches, side by side `[B, ΣE]`.
 *
 * @param weights `branches.0.preprocessing.…`, `branches.0.encoder.…` where there is one, `branches.0.backEnd.…` and so on
 */
export function ensembleEmbed({ branches }: EnsembleDefinition, weights: Weights, raw: tf.Tensor): tf.Tensor {
  const embeddings = branches.map(({ preprocessing, encoder, backEnd }, i) => {
    const own = scoped(weights, `branches.${i}`);
    const x = preprocess(preprocessing, scoped(own, 'preprocessing'), raw);
    return embed(backEnd, scoped(own, 'backEnd'), encoder ? encodePreprocessed({ encoder }, own, x).embedding : x);
  });
  return embeddings.length === 1 ? (embeddings[0] as tf.Tensor) : tf.concat(embeddings, 1);
}

/** Scores of `P` pairs. */
export interface EnsembleScores {
  /** Mean over the branches of the cosine of their embeddings `[P]`. */
  readonly similarity: tf.Tensor;
  /** Calibrated log-likelihood ratio, natural logarithm, within what the calibration warrants `[P]`. */
  readonly score: tf.Tensor;
}

/**
 * Embeddings of pairs, `a, b [P, ΣE]` → scores: each branch's raw score becomes a normal score, the mean of those a
 * log-likelihood ratio. Raw scores of different branches are on different scales and are never averaged.
 *
 * @param weights `branches.0.backEnd.…`, `branches.0.cohort.…` where scores are normalised, `branches.0.normal.…` (a score map), `calibration.…` (another) and `bound []`
 */
export function ensembleScore(
  definition: EnsembleDefinition,
  weights: Weights,
  a: tf.Tensor,
  b: tf.Tensor,
): EnsembleScores {
  const slices = branchSlices(definition);
  const parts = definition.branches.map(({ backEnd, scoreNormalisation, embedding }, i) => {
    const own = scoped(weights, `branches.${i}`);
    const { start } = slices[i] as { start: number };
    const part = (x: tf.Tensor) => (slices.length === 1 ? x : tf.slice(x, [0, start], [-1, embedding]));
    const [left, right] = [part(a), part(b)];
    const raw = score(backEnd, scoped(own, 'backEnd'), left, right);
    const normalised = scoreNormalisation ? normaliseScores(scoreNormalisation, backEnd, own, left, right, raw) : raw;
    return {
      similarity: tf.sum(tf.mul(unitLength(left), unitLength(right)), -1),
      normal: applyScoreMap(scoped(own, 'normal'), normalised),
    };
  });
  const bound = weightOf(weights, 'bound');
  const llr = applyScoreMap(scoped(weights, 'calibration'), mean(parts.map(({ normal }) => normal)));
  return {
    similarity: mean(parts.map(({ similarity }) => similarity)),
    score: tf.minimum(tf.maximum(llr, tf.neg(bound)), bound),
  };
}

function mean(tensors: readonly tf.Tensor[]): tf.Tensor {
  const sum = tensors.reduce((total, tensor) => tf.add(total, tensor));
  return tensors.length === 1 ? sum : tf.div(sum, tensors.length);
}
