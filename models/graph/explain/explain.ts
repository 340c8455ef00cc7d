import type { Axis } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Branch, EnsembleDefinition } from '../back-ends/ensemble.js';
import type { ModelDefinition } from '../model.js';
import { scoped, type Weights, weightOf } from '../weights.js';
import { gradCam, hasFeatureMap } from './grad-cam.js';
import { integrate, type PairPoint } from './integrate.js';
import { cosinePairScore, ensemblePairScore, type PairScore } from './pair-score.js';

/** Why pairs got their scores, by name of the graph's output: attributions and maps `[P, L]`, scores `[P]`. */
export type ExplainedPairs = Readonly<Record<string, tf.Tensor>>;

/**
 * Explains cosines of an encoder's embeddings: `difference`, `middle` and `score`, with `gradCamA` and `gradCamB` where the encoder
 * names a feature map. Nothing is shared: two identical spectra have the cosine 1, whatever they are.
 *
 * @param a raw intensities `[P, L]`
 * @param b as many
 */
export function explainCosine(
  definition: ModelDefinition,
  weights: Weights,
  axis: Axis,
  a: tf.Tensor,
  b: tf.Tensor,
): ExplainedPairs {
  const pair = cosinePairScore(definition, weights);
  const points = pointsOf(pair, a, b);
  const [{ a: left, b: right }] = points as [PairPoint];
  const maps = hasFeatureMap(definition.encoder.name) ? [gradCam(definition, weights, axis, left, right)] : [];
  return { ...differences(pair, points), ...meanMaps(maps) };
}

/**
 * Explains log-likelihood ratios: the two spectra's difference takes the score from `middle`, that of two spectra like the one
 * half-way between them, to `score`; which bins did it is in `difference`. Where there is PLDA, what both share had lifted it to
 * `middle` from `baseline`, that of two spectra like the mean of all, and `shared` says by which bins. A branch of cosines knows
 * directions from a mean and nothing at it: in such a branch nothing is shared.
 *
 * @param weights those of the verifier, and of each branch of PLDA `branches.0.mean [L]`: the mean of preprocessed training spectra
 * @param a raw intensities `[P, L]`
 * @param b as many
 */
export function explainEnsemble(
  definition: EnsembleDefinition,
  weights: Weights,
  axis: Axis,
  a: tf.Tensor,
  b: tf.Tensor,
): ExplainedPairs {
  const { branches } = definition;
  const pair = ensemblePairScore(definition, weights);
  const points = pointsOf(pair, a, b);
  const maps = branches.flatMap(({ encoder }, i) => {
    const { a: left, b: right } = points[i] as PairPoint;
    return encoder && hasFeatureMap(encoder.name)
      ? [gradCam({ encoder }, scoped(weights, `branches.${i}`), axis, left, right)]
      : [];
  });
  const rest = { ...differences(pair, points), ...meanMaps(maps) };
  if (!branches.some(sharesCount)) {
    return rest;
  }
  const middles = points.map(middleOf);
  const means = middles.map((middle, i): PairPoint => {
    if (!sharesCount(branches[i] as Branch)) {
      return middle;
    }
    // A row a pair: what is only seen as so many rows would have to be copied by a number of them that is open.
    const mean = tf.add(tf.mul(middle.a, 0), weightOf(weights, `branches.${i}.mean`));
    return { a: mean, b: mean };
  });
  const { attributions, from } = integrate(pair, means, middles, { holdLengths: true });
  return { shared: attributions, baseline: from, ...rest };
}

/** Whether two identical spectra score higher for what they are: by PLDA they do, two cosines of 1 are alike. */
export function sharesCount({ backEnd }: Pick<Branch, 'backEnd'>): boolean {
  return backEnd.scoring === 'plda';
}

function pointsOf({ branches }: PairScore, a: tf.Tensor, b: tf.Tensor): PairPoint[] {
  return branches.map((branch) => ({ a: branch.preprocess(a), b: branch.preprocess(b) }));
}

/** Two spectra like the one half-way. */
function middleOf({ a, b }: PairPoint): PairPoint {
  const middle = tf.mul(tf.add(a, b), 0.5);
  return { a: middle, b: middle };
}

function differences(pair: PairScore, points: readonly PairPoint[]): ExplainedPairs {
  const { attributions, from, to } = integrate(pair, points.map(middleOf), points);
  return { difference: attributions, middle: from, score: to };
}

/** Where several branches have an encoder, the mean of their maps. */
function meanMaps(maps: readonly { readonly a: tf.Tensor; readonly b: tf.Tensor }[]): ExplainedPairs {
  const mean = (side: 'a' | 'b') =>
    tf.div(
      maps.map((map) => map[side]).reduce((sum, map) => tf.add(sum, map)),
      maps.length,
    );
  return maps.length === 0 ? {} : { gradCamA: mean('a'), gradCamB: mean('b') };
}
