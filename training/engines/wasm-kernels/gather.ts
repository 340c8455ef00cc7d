import * as tf from '@tensorflow/tfjs-core';
import type { WasmKernel } from './wasm-kernel.js';

/**
 * A gather whose indices have batch dimensions, as one without: the rows of all batches in one long column, each batch's
 * indices counted from where its own rows start. The backend's own kernel reads the indices of the wrong batch
 * (tensorflow/tfjs#8658).
 */
export const gather: WasmKernel = {
  name: tf.GatherV2,
  compute(call, own) {
    const { x, indices } = call.inputs as { x: tf.Tensor; indices: tf.Tensor };
    const { axis, batchDims } = call.attrs as unknown as tf.GatherV2Attrs;
    if (!batchDims) {
      return own(call);
    }
    const along = tf.util.parseAxisParam(axis, x.shape)[0] as number;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      tf.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, along, batchDims);
    const wrong = indices.dataSync().find((index) => index < 0 || index >= dimSize);
    // As the kernel does without batches; here a wrong index would quietly reach another batch.
    tf.util.assert(wrong === undefined, () => `GatherV2: the index value ${wrong} is not in [0, ${dimSize - 1}]`);

    const rows = tf.transpose(tf.reshape(x, [batchSize, outerSize, dimSize, sliceSize]), [0, 2, 1, 3]);
    const starts = tf.reshape(tf.range(0, batchSize * dimSize, dimSize, 'int32'), [batchSize, 1]);
    const counted = tf.reshape(tf.add(tf.reshape(indices, [batchSize, -1]), starts), [-1]);
    const taken = tf.gather(tf.reshape(rows, [batchSize * dimSize, outerSize * sliceSize]), counted as tf.Tensor1D);
    const picked = tf.reshape(taken, [batchSize, -1, outerSize, sliceSize]);
    return tf.reshape(tf.transpose(picked, [0, 2, 1, 3]), outputShape);
  },
};
