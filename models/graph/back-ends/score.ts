import * as tf from '@tensorflow/tfjs-core';
import { type Weights, weightOf } from '../weights.js';
import type { BackEndDefinition } from './back-end.js';
import { unitLength } from './unit-length.js';

/**
 * Embeddings of pairs, `a, b [P, E]` → raw scores `[P]`. Symmetric.
 *
 * Both kinds work on the difference a − b, which keeps single precision where it is needed: cosines of like spectra are
 * 0.9999, with 3 digits left for how like they are; the cosine less 1 is half the squared distance of unit vectors, with 7.
 */
export function score({ scoring }: BackEndDefinition, weights: Weights, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (scoring === 'cosine') {
    return tf.mul(tf.sum(tf.square(tf.sub(unitLength(a), unitLength(b))), -1), -0.5);
  }
  const difference = tf.mul(tf.square(tf.sub(a, b)), weightOf(weights, 'difference'));
  const product = tf.mul(tf.mul(a, b), weightOf(weights, 'product'));
  return tf.add(tf.sum(tf.add(difference, product), -1), weightOf(weights, 'constant'));
}
