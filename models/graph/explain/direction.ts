import type * as tf from '@tensorflow/tfjs-core';
import type { BackEndDefinition } from '../back-ends/back-end.js';
import { projectRows } from '../back-ends/embed.js';
import type { Branch } from '../back-ends/ensemble.js';
import { lengthOf } from '../back-ends/unit-length.js';
import { encodePreprocessed } from '../model.js';
import { scoped, type Weights } from '../weights.js';

/** Whether a back-end compares directions, so that the length of an embedding is nothing to it. */
export function comparesDirections({ lengthNormalise, scoring }: BackEndDefinition): boolean {
  return lengthNormalise || scoring === 'cosine';
}

/**
 * How long a branch's embeddings are before they are brought to length 1: preprocessed spectra `[B, L]` → `[B, 1]`. An embedding that
 * is short beside others has next to no direction.
 *
 * @param weights `encoder.…` where there is one, `backEnd.…`
 */
export function embeddingLengths(
  { encoder, backEnd }: Pick<Branch, 'encoder' | 'backEnd'>,
  weights: Weights,
  x: tf.Tensor,
): tf.Tensor {
  const features = encoder ? encodePreprocessed({ encoder }, weights, x).embedding : x;
  return lengthOf(projectRows(backEnd, scoped(weights, 'backEnd'), features));
}
