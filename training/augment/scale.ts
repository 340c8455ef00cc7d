import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type Augmentation, drawPerView } from './augmentation.js';

const options = z.strictObject({
  name: z.literal('scale'),
  /** The factor is uniform in 1 − `range` … 1 + `range`. @default 0.1 */
  range: z.number().min(0).max(1).default(0.1),
});

/** Multiplies a whole spectrum by one factor. */
export const scale: Augmentation<z.infer<typeof options>> = {
  name: 'scale',
  options,
  draw: ({ range }, views, _, random) => ({ factor: drawPerView(views, () => random.between(1 - range, 1 + range)) }),
  apply: (_, x, { factor }) => tf.mul(x, factor as tf.Tensor),
};
