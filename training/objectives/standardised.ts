import { batchNorm } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';

/** Every feature of `[B, P]` with mean 0 and variance 1 over the batch: batch normalisation without weights. */
export function standardised(x: tf.Tensor): tf.Tensor {
  const width = x.shape[1] as number;
  return batchNorm({ scale: tf.ones([width]), offset: tf.zeros([width]) }, x);
}
