import type { Axis } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights.js';

/** Under this name among an encoder's weights stands what is added to its feature map, where something is. */
export const FEATURE_OFFSET = 'features.offset';

/**
 * Where the features of an encoder's last block lie along the spectrum: what Grad-CAM draws.
 *
 * An encoder that has one passes its tokens through {@link touchFeatures} before it reads the embedding off them.
 */
export type FeatureMap<Config> = FixedFeatureMap<Config> | PeakFeatureMap<Config>;

/** Features at places that are the same for every spectrum. */
export interface FixedFeatureMap<Config> {
  /**
   * `tokens`: each of the T tokens is a place, and its D numbers are what was found there. `features`: each of the D numbers of a
   * token is a place (the papers' Transformer takes the whole spectrum as one token).
   */
  readonly along: 'tokens' | 'features';
  /** Positions of the places on the axis, none before the one before it. */
  positions(config: Config, axis: Axis): ArrayLike<number>;
}

/** Features at peaks, which every spectrum has elsewhere. */
export interface PeakFeatureMap<Config> {
  readonly along: 'peaks';
  /** The bin of each token of preprocessed spectra x `[B, L]`: whole numbers `[B, T]`. */
  bins(config: Config, x: tf.Tensor): tf.Tensor;
}

/**
 * The tokens `[B, T, D]` of the last block, as they are: what follows is differentiated by an offset of 0 that is added here, so
 * that no encoder has to be cut in two.
 */
export function touchFeatures(weights: Weights, tokens: tf.Tensor): tf.Tensor {
  const offset = weights[FEATURE_OFFSET];
  return offset === undefined ? tokens : tf.add(tokens, offset);
}

/** {@link touchFeatures} of maps, channels first: `[B, D, T]`. */
export function touchMaps(weights: Weights, maps: tf.Tensor): tf.Tensor {
  const offset = weights[FEATURE_OFFSET];
  return offset === undefined ? maps : tf.add(maps, tf.transpose(offset, [0, 2, 1]));
}
