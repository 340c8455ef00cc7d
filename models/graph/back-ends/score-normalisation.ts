import * as tf from '@tensorflow/tfjs-core';
import { topValues } from '../layers/top-values.js';
import { scoped, type Weights, weightOf } from '../weights.js';
import type { BackEndDefinition } from './back-end.js';
import { unitLength } from './unit-length.js';

/**
 * Scores in units of how either spectrum scores against others: `s-norm` against a whole cohort (Kenny 2010, Odyssey),
 * `as-norm` against the part of it that is most like the spectrum (Matějka et al. 2017, Interspeech, eq. 4).
 */
export interface ScoreNormalisation {
  readonly method: 's-norm' | 'as-norm';
  /** C, embeddings of training spectra: the weight `embeddings [C, E]`. */
  readonly cohort: number;
  /** How many of them count, the best-scoring ones; all of them in `s-norm`. */
  readonly top: number;
}

/** The least variance that is divided by. */
const LEAST = 1e-30;

/**
 * Raw scores `[P]` of pairs of embeddings `a, b [P, E]` → ½·((s − μₐ)/σₐ + (s − μ_b)/σ_b), with the mean and standard deviation
 * of a's scores, and of b's, against the cohort. Symmetric.
 *
 * @param weights `backEnd.…` and `cohort.embeddings [C, E]`
 */
export function normaliseScores(
  normalisation: ScoreNormalisation,
  backEnd: BackEndDefinition,
  weights: Weights,
  a: tf.Tensor,
  b: tf.Tensor,
  raw: tf.Tensor,
): tf.Tensor {
  const { top, cohort } = normalisation;
  const side = (x: tf.Tensor) => {
    const { common, varying } = cohortScores(backEnd, weights, x);
    const counted = top < cohort ? topValues(varying, top) : varying;
    const mean = tf.mean(counted, -1, true);
    const variance = tf.mean(tf.square(tf.sub(counted, mean)), -1);
    const above = tf.sub(tf.sub(raw, common), tf.reshape(mean, [-1]));
    return tf.div(above, tf.sqrt(tf.maximum(variance, LEAST)));
  };
  return tf.mul(tf.add(side(a), side(b)), 0.5);
}

/**
 * Scores of embeddings `[P, E]` against the cohort, as products of matrices, so that no `[P, C, E]` is made: what is common to a
 * row `[P]`, and what varies with the member `[P, C]`. Both sides are taken about the cohort's mean m and the common part is
 * kept apart, since what tells members apart would round away beside it. With u = a − m, v = c − m:
 *
 * difference·(a − c)² + product·a·c = difference·(u² − 2·u·v + v²) + product·a·m + product·a·v
 *
 * A cosine is the case of unit vectors, difference −½ and product 0.
 */
function cohortScores(
  { scoring }: BackEndDefinition,
  weights: Weights,
  x: tf.Tensor,
): { readonly common: tf.Tensor; readonly varying: tf.Tensor } {
  const members = weightOf(weights, 'cohort.embeddings');
  const [a, c] = scoring === 'cosine' ? [unitLength(x), unitLength(members)] : [x, members];
  const m = tf.mean(c, 0, true);
  const [u, v] = [tf.sub(a, m), tf.sub(c, m)];
  if (scoring === 'cosine') {
    return {
      common: tf.mul(tf.sum(tf.square(u), -1), -0.5),
      varying: tf.sub(tf.matMul(u, v, false, true), tf.reshape(tf.mul(tf.sum(tf.square(v), -1), 0.5), [1, -1])),
    };
  }
  const own = scoped(weights, 'backEnd');
  const [difference, product] = [weightOf(own, 'difference'), weightOf(own, 'product')];
  const square = (of: tf.Tensor) => tf.mul(tf.square(of), difference);
  const crossed = tf.sub(tf.mul(a, product), tf.mul(tf.mul(u, difference), 2));
  return {
    common: tf.add(tf.sum(tf.add(square(u), tf.mul(tf.mul(a, product), m)), -1), weightOf(own, 'constant')),
    varying: tf.add(tf.matMul(crossed, v, false, true), tf.reshape(tf.sum(square(v), -1), [1, -1])),
  };
}
