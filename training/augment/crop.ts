import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type Augmentation, drawPerView } from './augmentation.js';

const options = z.strictObject({
  name: z.literal('crop'),
  /** Share of the bins kept, in one piece. @default 0.8 */
  keep: z.number().gt(0).max(1).default(0.8),
});

/** Keeps one stretch of a spectrum in place and sets the rest to 0. */
export const crop: Augmentation<z.infer<typeof options>> = {
  name: 'crop',
  options,
  draw({ keep }, views, bins, random) {
    const spare = bins - Math.round(keep * bins);
    return { start: drawPerView(views, () => random.integer(spare + 1)) };
  },
  apply({ keep }, x, { start }) {
    const bins = x.shape[1] as number;
    const first = start as tf.Tensor;
    const position = tf.reshape(tf.range(0, bins), [1, bins]);
    const inside = tf.logicalAnd(
      tf.greaterEqual(position, first),
      tf.less(position, tf.add(first, Math.round(keep * bins))),
    );
    return tf.mul(x, tf.cast(inside, 'float32'));
  },
};
