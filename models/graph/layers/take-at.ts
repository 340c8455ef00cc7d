import * as tf from '@tensorflow/tfjs-core';

/**
 * The numbers of each row at whole-numbered places, `x [B, L]` and float32 `places [B, K]` → `[B, K]`.
 *
 * The gradient by x is our own, made of comparisons: that of tfjs for a gather in every row of its own goes row by row. None
 * flows to the places.
 */
export function takeAt(x: tf.Tensor, places: tf.Tensor): tf.Tensor {
  return tf.customGrad((...given) => {
    const [from, at, save] = given as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    save([from, at]);
    return {
      value: tf.gather(from, tf.cast(at, 'int32'), 1, 1),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, places] = saved as [tf.Tensor, tf.Tensor];
        const bins = tf.range(0, x.shape[1] as number);
        const taken = tf.cast(tf.equal(tf.expandDims(places, 2), bins), 'float32');
        return [tf.sum(tf.mul(taken, tf.expandDims(dy, 2)), 1), tf.zerosLike(places)];
      },
    };
  })(x, places);
}
