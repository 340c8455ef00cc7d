import * as tf from '@tensorflow/tfjs-core';

/**
 * What `fn` makes of `x`, as a constant to whoever differentiates: no gradient flows through it, and operations that have
 * none (`topk`, comparisons) may be in it.
 *
 * @example
 * ```ts
 * const mask = stopGradient((scores) => tf.cast(tf.greater(scores, 0), 'float32'), logits);
 * ```
 */
export function stopGradient(fn: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.customGrad((input, save) => {
    const source = input as tf.Tensor;
    (save as tf.GradSaveFunc)([source]);
    return {
      value: fn(source),
      gradFunc: (_: tf.Tensor, saved: tf.Tensor[]) => tf.zerosLike(saved[0] as tf.Tensor),
    };
  })(x);
}
