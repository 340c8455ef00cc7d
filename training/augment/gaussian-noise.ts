import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type Augmentation, drawPerBin } from './augmentation.js';

const options = z.strictObject({
  name: z.literal('gaussianNoise'),
  /** Standard deviation, as a share of the spectrum's largest intensity. @default 0.1 */
  sigma: z.number().min(0).default(0.1),
});

/** Adds normal noise to every bin. */
export const gaussianNoise: Augmentation<z.infer<typeof options>> = {
  name: 'gaussianNoise',
  options,
  draw: (_, views, bins, random) => ({ noise: drawPerBin(views, bins, random) }),
  apply: ({ sigma }, x, { noise }) => tf.add(x, tf.mul(noise as tf.Tensor, tf.mul(tf.max(tf.abs(x), -1, true), sigma))),
};
