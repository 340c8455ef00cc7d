import * as tf from '@tensorflow/tfjs-core';
import { type Weights, weightOf } from '../weights.js';
import type { BackEndDefinition } from './back-end.js';
import { unitLength } from './unit-length.js';

/** Preprocessed spectra, or an encoder's embeddings, `[B, L]` → embeddings `[B, E]`. The mean goes first: what it leaves is small. */
export function embed(definition: BackEndDefinition, weights: Weights, x: tf.Tensor): tf.Tensor {
  const projected = projectRows(definition, weights, x);
  return definition.lengthNormalise ? unitLength(projected) : projected;
}

/** As {@link embed}, of whatever length the embeddings come out. */
export function projectRows({ centre, project }: BackEndDefinition, weights: Weights, x: tf.Tensor): tf.Tensor {
  const centred = centre ? tf.sub(x, weightOf(weights, 'mean')) : x;
  return project ? tf.matMul(centred, weightOf(weights, 'projection')) : centred;
}
