import type { Axis } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { EnsembleDefinition } from '../back-ends/ensemble.js';
import type { ModelDefinition } from '../model.js';
import { scoped, type Weights, weightOf } from '../weights.js';
import { gradCam, hasFeatureMap } from './grad-cam.js';
import { integrate } from './integrate.js';
import { cosinePairScore, ensemblePairScore, type PairScore } from './pair-score.js';

/** Why pairs got their scores, by name of the graph's output: attributions and maps `[P, L]`, scores `[P]`. */
export type ExplainedPairs = Readonly<Record<string, tf.Tensor>>;

/**
 * Explains cosines of an encoder's embeddings.
 *
 * `partsA` says what each bin of a did to the `score`, starting at `baselineA`, that of a spectrum like the mean of all in a's place
 * beside b; `partsB` and `baselineB` the same of b. `gradCamA` and `gradCamB` are there where the encoder names a feature map.
 *
 * @param weights those of the model, and `mean [L]`: the mean of preprocessed training spectra
 * @param a raw intensities `[P, L]`
 * @param b as many
 * @param held whether the mean's embedding is next to 0: on the way from there an embedding has the length of the one it goes to
 */
export function explainCosine(
  definition: ModelDefinition,
  weights: Weights,
  axis: Axis,
  a: tf.Tensor,
  b: tf.Tensor,
  held: boolean,
): ExplainedPairs {
  const pair = cosinePairScore(definition, weights, held);
  const [left, right] = [preprocessed(pair, a), preprocessed(pair, b)];
  const maps = hasFeatureMap(definition.encoder.name)
    ? [gradCam(definition, weights, axis, left[0] as tf.Tensor, right[0] as tf.Tensor)]
    : [];
  return { ...partsOf(pair, [weightOf(weights, 'mean')], left, right), ...meanMaps(maps) };
}

/**
 * Explains log-likelihood ratios, before they are bounded; the outputs are those of {@link explainCosine}.
 *
 * @param weights those of the verifier, and of each branch `branches.0.mean [L]`: the mean of preprocessed training spectra
 * @param a raw intensities `[P, L]`
 * @param b as many
 * @param held of each branch, as of {@link explainCosine}
 */
export function explainEnsemble(
  definition: EnsembleDefinition,
  weights: Weights,
  axis: Axis,
  a: tf.Tensor,
  b: tf.Tensor,
  held: readonly boolean[],
): ExplainedPairs {
  const { branches } = definition;
  const pair = ensemblePairScore(definition, weights, held);
  const [left, right] = [preprocessed(pair, a), preprocessed(pair, b)];
  const maps = branches.flatMap(({ encoder }, i) =>
    encoder && hasFeatureMap(encoder.name)
      ? [gradCam({ encoder }, scoped(weights, `branches.${i}`), axis, left[i] as tf.Tensor, right[i] as tf.Tensor)]
      : [],
  );
  const means = branches.map((_, i) => weightOf(weights, `branches.${i}.mean`));
  return { ...partsOf(pair, means, left, right), ...meanMaps(maps) };
}

function preprocessed({ branches }: PairScore, raw: tf.Tensor): tf.Tensor[] {
  return branches.map((branch) => branch.preprocess(raw));
}

/** Each spectrum of a pair is moved from the mean of all to itself, while the other stands. */
function partsOf(
  pair: PairScore,
  means: readonly tf.Tensor[],
  left: readonly tf.Tensor[],
  right: readonly tf.Tensor[],
): ExplainedPairs {
  // A row a pair: what is only seen as so many rows would have to be copied by a number of them that is open.
  const starts = means.map((mean, i) => tf.add(tf.mul(left[i] as tf.Tensor, 0), mean));
  const ofA = integrate(pair, starts, left, right);
  const ofB = integrate(pair, starts, right, left);
  return {
    partsA: ofA.attributions,
    partsB: ofB.attributions,
    score: ofA.to,
    baselineA: ofA.from,
    baselineB: ofB.from,
  };
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
