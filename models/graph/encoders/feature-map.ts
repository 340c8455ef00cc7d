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
export interface FeatureMap<Config> {
  /**
   * `tokens`: each of the T tokens is a place, and its D numbers are what was found there. `features`: there is one token, and each
   * of its D numbers is a place (the papers' Transformer takes the whole spectrum as one).
   */
  readonly along: 'tokens' | 'features';
  /** Positions of the places on the axis, rising. */
  positions(config: Config, axis: Axis): ArrayLike<number>;
}

/**
 * The tokens `[B, T, D]` of the last block, as they are: what follows is differentiated by an offset of 0 that is added here, so
 * that no encoder has to be cut in two.
 */
export function touchFeatures(weights: Weights, tokens: tf.Tensor): tf.Tensor {
  const offset = weights[FEATURE_OFFSET];
  return offset === undefined ? tokens : tf.add(tokens, offset);
}

/** The mean position of every patch of so many neighbouring bins; the last may have fewer. */
export function patchPositions({ values }: Axis, patch: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(values.length / patch) }, (_, i) => {
    const part = values.subarray(i * patch, (i + 1) * patch);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
