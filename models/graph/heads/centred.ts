import * as tf from '@tensorflow/tfjs-core';
import type { HeadDefinition } from './head.js';

/**
 * No layers at all: the embedding less the batch's mean. What is compared in training is then what is used,
 * and what all spectra share does not drown what tells them apart.
 */
export const centredHead: HeadDefinition = {
  name: 'centred',
  width: ({ embedding }) => embedding,
  initial: () => ({}),
  project: (_, { embedding }) => tf.sub(embedding, tf.mean(embedding, 0, true)),
};
