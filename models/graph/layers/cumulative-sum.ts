import * as tf from '@tensorflow/tfjs-core';

/** Which way numbers are added up. */
export interface CumulativeSumOptions {
  /** @default the last */
  readonly axis?: number;
  /** Leave the number itself out of its sum. @default false */
  readonly exclusive?: boolean;
  /** From the end to the beginning. @default false */
  readonly reverse?: boolean;
}

/**
 * Sums of all numbers so far along an axis. The gradient is the same sum from the other end; tfjs' own one is wrong for
 * every axis but the last.
 */
export function cumulativeSum(x: tf.Tensor, options: CumulativeSumOptions = {}): tf.Tensor {
  const { axis = -1, exclusive = false, reverse = false } = options;
  const along = axis < 0 ? axis + x.rank : axis;
  return tf.customGrad((input) => ({
    value: tf.cumsum(input as tf.Tensor, along, exclusive, reverse),
    gradFunc: (dy: tf.Tensor) => tf.cumsum(dy, along, exclusive, !reverse),
  }))(x);
}
