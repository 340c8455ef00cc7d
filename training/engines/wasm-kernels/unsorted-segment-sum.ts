import * as tf from '@tensorflow/tfjs-core';
import type { WasmKernel } from './wasm-kernel.js';

/**
 * Sums of the rows that carry the same segment's number, `[S, …]`: the gradient of a gather. A row whose number is no
 * segment's counts nowhere.
 */
export const unsortedSegmentSum: WasmKernel = {
  name: tf.UnsortedSegmentSum,
  compute({ inputs, attrs }) {
    const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor };
    const segments = attrs.numSegments as number;
    const rest = x.shape.slice(segmentIds.rank);
    const known = tf.logicalAnd(tf.greaterEqual(segmentIds, 0), tf.less(segmentIds, segments));
    // One more segment takes the rows of none and is cut off.
    const numbers = tf.where(known, segmentIds, tf.fill(segmentIds.shape, segments, 'int32'));
    const sums = tf.scatterND(tf.reshape(numbers, [-1, 1]), tf.reshape(x, [segmentIds.size, ...rest]), [
      segments + 1,
      ...rest,
    ]);
    return tf.slice(sums, [0], [segments]);
  },
};
