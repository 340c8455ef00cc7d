import * as tf from '@tensorflow/tfjs-core';
import { type Weights, weightOf } from '../weights.js';
import type { BackEndDefinition } from './back-end.js';
import { unitLength } from './unit-length.js';

/** Preprocessed spectra, or an encoder's embeddings, `[B, L]` → embeddings `[B, E]`. The mean goes first: what it leaves is small. */
export function embed(
  { centre, project, lengthNormalise }: BackEndDefinition,
  weights: Weights,
  x: tf.Tensor,
): tf.Tensor {
  const centred = centre ? tf.sub(x, weightOf(weights, 'mean')) : x;
  const projected = project ? tf.matMul(centred, weightOf(weights, 'projection')) : centred;
  return lengthNormalise ? unitLength(projected) : projected;
}
