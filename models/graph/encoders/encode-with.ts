import type * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights.js';
import { encoderOf } from './registry.js';

/**
 * Preprocessed spectra `[B, L]` → an encoder's embeddings `[B, E]`.
 *
 * @param encoder its name and hyper-parameters
 * @param weights of the encoder, without a prefix
 * @throws SpectroSimError `usage` when there is no encoder of that name.
 */
export function encodeWith(
  { name, config }: { readonly name: string; readonly config: unknown },
  weights: Weights,
  x: tf.Tensor,
): tf.Tensor {
  const encoder = encoderOf(name);
  return encoder.encode(encoder.config.parse(config), weights, x).embedding;
}
