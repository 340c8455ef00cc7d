import * as tf from '@tensorflow/tfjs-core';
import { l2Normalise } from '../layers/l2-normalise.js';
import type { HeadDefinition } from './head.js';

/**
 * No layers at all: the embedding less the batch's mean, at unit length. What is compared in training is then what is used,
 * and what all spectra share does not drown what tells them apart.
 */
export const centredHead: HeadDefinition = {
  name: 'centred',
  initial: () => ({}),
  project: (_, { embedding }) => l2Normalise(tf.sub(embedding, tf.mean(embedding, 0, true))),
};
