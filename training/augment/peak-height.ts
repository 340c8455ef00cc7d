import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type Augmentation, drawPerBin } from './augmentation.js';

const options = z.strictObject({
  name: z.literal('peakHeight'),
  /** Standard deviation of the logarithm of each bin's factor. @default 0.2 */
  sigma: z.number().min(0).default(0.2),
});

/** Multiplies every bin by its own log-normal factor: peaks grow and shrink in proportion to their height. */
export const peakHeight: Augmentation<z.infer<typeof options>> = {
  name: 'peakHeight',
  options,
  draw: (_, views, bins, random) => ({ noise: drawPerBin(views, bins, random) }),
  apply: ({ sigma }, x, { noise }) => tf.mul(x, tf.exp(tf.mul(noise as tf.Tensor, sigma))),
};
