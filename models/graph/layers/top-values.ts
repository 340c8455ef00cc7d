import * as tf from '@tensorflow/tfjs-core';

/** The `k` largest of each row `[B, C]` in falling order, `[B, k]`; unlike tfjs' own they can be differentiated. */
export function topValues(x: tf.Tensor, k: number): tf.Tensor {
  return tf.customGrad((input, save) => {
    const from = input as tf.Tensor;
    const { values, indices } = tf.topk(from, k);
    (save as tf.GradSaveFunc)([indices, from]);
    return {
      value: values,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [places, source] = saved as [tf.Tensor, tf.Tensor];
        const columns = tf.range(0, source.shape[1] as number, 1, 'int32');
        // Each of the k numbers goes back to where it stood: [B, k, C], summed over k.
        const isThere = tf.cast(tf.equal(tf.expandDims(places, 2), columns), 'float32');
        return tf.sum(tf.mul(isThere, tf.expandDims(dy, 2)), 1);
      },
    };
  })(x);
}
