import * as tf from '@tensorflow/tfjs-core';

/** The rows of the other view: of `[2N, W]`, the second half before the first. */
export function partnersOf(rows: tf.Tensor): tf.Tensor {
  const [first, second] = viewsOf(rows);
  return tf.concat([second, first], 0);
}

/** The two views apart: `[2N, W]` → `[N, W]` twice. */
export function viewsOf(rows: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const n = (rows.shape[0] as number) / 2;
  return [tf.slice(rows, [0, 0], [n, -1]), tf.slice(rows, [n, 0], [n, -1])];
}
