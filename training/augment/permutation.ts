import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation } from './augmentation.js';

const options = z.strictObject({
  name: z.literal('permutation'),
  /** Share of the views whose bins are shuffled. @default 0.5 */
  probability: z.number().min(0).max(1).default(0.5),
});

/** Shuffles all bins of a view. It destroys what an axis means, and is here because it was published. */
export const permutation: Augmentation<z.infer<typeof options>> = {
  name: 'permutation',
  options,
  draw({ probability }, views, bins, random) {
    const order = new Int32Array(views * bins);
    for (let view = 0; view < views; view++) {
      const shuffled = random.uniform() < probability ? random.permutation(bins) : undefined;
      for (let bin = 0; bin < bins; bin++) {
        order[view * bins + bin] = shuffled?.[bin] ?? bin;
      }
    }
    return { order: { type: 'int32', dims: [views, bins], data: order } };
  },
  apply: (_, x, { order }) => tf.gather(x, order as tf.Tensor2D, 1, 1),
};
