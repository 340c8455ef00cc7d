import type { Axis, Random, Recipe } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Encoding } from './encoders/encoder.js';
import { encoderOf } from './encoders/registry.js';
import { l2Normalise } from './layers/l2-normalise.js';
import { preprocess } from './preprocess/preprocess.js';
import { type HostWeights, prefixed, scoped, type Weights } from './weights.js';

/** What a model is, apart from its weights. */
export interface ModelDefinition {
  readonly preprocessing: Recipe;
  readonly encoder: { readonly name: string; readonly config: unknown };
}

/** A model's initial weights, those that training changes apart from those it leaves alone. */
export interface InitialModel {
  readonly trainable: HostWeights;
  readonly frozen: HostWeights;
}

/**
 * Initial weights under `encoder.` and `preprocessing.`.
 *
 * @param statistics what `fitRecipe` learned from training rows
 */
export function initialModel(
  model: ModelDefinition,
  statistics: HostWeights,
  axis: Axis,
  random: Random,
): InitialModel {
  const encoder = encoderOf(model.encoder.name);
  const { trainable, frozen } = encoder.initial(encoder.config.parse(model.encoder.config), axis, random);
  return {
    trainable: prefixed(trainable, 'encoder'),
    frozen: { ...prefixed(statistics, 'preprocessing'), ...prefixed(frozen, 'encoder') },
  };
}

/** Raw intensities `[B, L]` → embedding and tokens: preprocessing and encoder in one. */
export function encode(model: ModelDefinition, weights: Weights, raw: tf.Tensor): Encoding {
  return encodePreprocessed(model, weights, preprocess(model.preprocessing, scoped(weights, 'preprocessing'), raw));
}

/** Preprocessed intensities `[B, L]` → embedding and tokens. @param weights under `encoder.` */
export function encodePreprocessed(
  { encoder: { name, config } }: Pick<ModelDefinition, 'encoder'>,
  weights: Weights,
  x: tf.Tensor,
): Encoding {
  const encoder = encoderOf(name);
  return encoder.encode(encoder.config.parse(config), scoped(weights, 'encoder'), x);
}

/** Cosine of rows of two batches of embeddings, `[P, E]` and `[P, E]` → `[P]`. */
export function cosine(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(l2Normalise(a), l2Normalise(b)), -1);
}
