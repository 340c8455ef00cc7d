import type { Axis, Random, Recipe } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Encoding } from './encoders/encoder.js';
import { encoderOf } from './encoders/registry.js';
import { l2Normalise } from './layers/l2-normalise.js';
import type { Mode } from './mode.js';
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
  /** State that training steps move without gradients: running statistics. */
  readonly running: HostWeights;
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
  const { trainable, frozen, running = {} } = encoder.initial(encoder.config.parse(model.encoder.config), axis, random);
  return {
    trainable: prefixed(trainable, 'encoder'),
    frozen: { ...prefixed(statistics, 'preprocessing'), ...prefixed(frozen, 'encoder') },
    running: prefixed(running, 'encoder'),
  };
}

/**
 * Raw intensities `[B, L]` → embedding and tokens: preprocessing and encoder in one.
 *
 * @param mode in training the encoding has the `updates` of running statistics, under `encoder.`. @default 'inference'
 */
export function encode(model: ModelDefinition, weights: Weights, raw: tf.Tensor, mode: Mode = 'inference'): Encoding {
  const x = preprocess(model.preprocessing, scoped(weights, 'preprocessing'), raw);
  return encodePreprocessed(model, weights, x, mode);
}

/**
 * Preprocessed intensities `[B, L]` → embedding and tokens, as {@link encode} has them.
 *
 * @param weights under `encoder.`
 * @param draws the random numbers that the encoder wants in training, by its own names. Where there are k times as many rows as they
 * are for, each of the k parts has the same.
 */
export function encodePreprocessed(
  { encoder: { name, config } }: Pick<ModelDefinition, 'encoder'>,
  weights: Weights,
  x: tf.Tensor,
  mode: Mode = 'inference',
  draws: Weights = {},
): Encoding {
  const encoder = encoderOf(name);
  const repeated = Object.entries(draws).map(([key, draw]) => [key, repeatRows(draw, x.shape[0] as number)] as const);
  const { updates = {}, ...encoding } = encoder.encode(
    encoder.config.parse(config),
    scoped(weights, 'encoder'),
    x,
    mode,
    Object.fromEntries(repeated),
  );
  return { ...encoding, updates: prefixed(updates, 'encoder') };
}

function repeatRows(draw: tf.Tensor, rows: number): tf.Tensor {
  const times = rows / (draw.shape[0] as number);
  if (!Number.isInteger(times)) {
    throw new Error(`random numbers for ${draw.shape[0]} rows do not fit ${rows} rows`);
  }
  return times === 1 ? draw : tf.concat(Array<tf.Tensor>(times).fill(draw), 0);
}

/** Cosine of rows of two batches of embeddings, `[P, E]` and `[P, E]` → `[P]`. */
export function cosine(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(l2Normalise(a), l2Normalise(b)), -1);
}
