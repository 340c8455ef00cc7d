import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type Augmentation, drawPerView } from './augmentation.js';

const options = z.strictObject({
  name: z.literal('flip'),
  /** Share of the views that are reversed. @default 0.5 */
  probability: z.number().min(0).max(1).default(0.5),
});

/** Reverses a spectrum. It destroys what an axis means, and is here because it was published. */
export const flip: Augmentation<z.infer<typeof options>> = {
  name: 'flip',
  options,
  draw: ({ probability }, views, _, random) => ({
    flipped: drawPerView(views, () => (random.uniform() < probability ? 1 : 0)),
  }),
  apply: (_, x, { flipped }) => {
    const chosen = flipped as tf.Tensor;
    return tf.add(tf.mul(tf.reverse(x, 1), chosen), tf.mul(x, tf.sub(1, chosen)));
  },
};
