import * as tf from '@tensorflow/tfjs-core';
import { cumulativeSum } from './cumulative-sum.js';
import { stopGradient } from './stop-gradient.js';

/** What a choice that lost has added to its score: so much that nothing is left of it in float32. */
const LOST = 1e9;

/**
 * Ones where the `k` largest of the last axis stand, zeros elsewhere, `[…, E]` → `[…, E]`. Of equal ones the first counts,
 * so that there are always k. No gradient flows through it.
 */
export function topKMask(x: tf.Tensor, k: number): tf.Tensor {
  // By value and not by index: indices are 64-bit numbers in ONNX, which WebGPU lacks.
  return stopGradient((scores) => {
    const { values } = tf.topk(scores, k);
    const least = tf.slice(
      values,
      [...values.shape.slice(0, -1).map(() => 0), k - 1],
      [...values.shape.slice(0, -1).map(() => -1), 1],
    );
    const above = tf.cast(tf.greater(scores, least), 'float32');
    const equal = tf.cast(tf.equal(scores, least), 'float32');
    const left = tf.sub(k, tf.sum(above, -1, true));
    const early = tf.cast(tf.lessEqual(cumulativeSum(equal), left), 'float32');
    return tf.add(above, tf.mul(equal, early));
  }, x);
}

/**
 * Shares of the `k` best of E choices, softmax over their scores, exactly 0 for the others: `[…, E]` → `[…, E]`
 * (Shazeer et al. 2017, without noise).
 */
export function topKGate(scores: tf.Tensor, k: number): tf.Tensor {
  return tf.softmax(tf.add(scores, tf.mul(tf.sub(topKMask(scores, k), 1), LOST)));
}
