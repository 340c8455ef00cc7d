import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type Augmentation, drawPerView } from './augmentation.js';

const options = z.strictObject({
  name: z.literal('circularShift'),
  /** Largest shift either way, as a share of the spectrum's length. @default 0.1 */
  range: z.number().min(0).max(1).default(0.1),
});

/** Shifts a spectrum by whole bins; what leaves at one end comes back at the other. */
export const circularShift: Augmentation<z.infer<typeof options>> = {
  name: 'circularShift',
  options,
  draw({ range }, views, bins, random) {
    const largest = Math.floor(range * bins);
    return { shift: drawPerView(views, () => random.integer(2 * largest + 1) - largest) };
  },
  apply(_, x, { shift }) {
    const [views, bins] = x.shape as [number, number];
    const source = tf.sub(tf.reshape(tf.range(0, bins), [1, bins]), shift as tf.Tensor);
    const below = tf.mul(tf.cast(tf.less(source, 0), 'float32'), bins);
    const above = tf.mul(tf.cast(tf.greaterEqual(source, bins), 'float32'), bins);
    const index = tf.cast(tf.sub(tf.add(source, below), above), 'int32');
    return tf.gather(x, tf.reshape(index, [views, bins]) as tf.Tensor2D, 1, 1);
  },
};
