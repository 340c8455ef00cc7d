import * as tf from '@tensorflow/tfjs-core';
import type { WasmKernel } from './wasm-kernel.js';

/**
 * The gradient of a convolution by its filter, `[KH, KW, C, O]`, as a convolution.
 *
 * `dW[k, l, c, o] = Σ x[b, k + s·i, l + s·j, c] · dy[b, i, j, o]` over `b, i, j` slides `dy` over `x` with the batch in the
 * channels' place, and its own stride as dilation.
 */
export const conv2dBackpropFilter: WasmKernel = {
  name: tf.Conv2DBackpropFilter,
  compute({ inputs, attrs }) {
    const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth, outHeight, outWidth } =
      tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
    // As much of x as the filter has met: what a stride leaves over at the far end is cut off, or the result is too large.
    const reached = (size: number, stride: number, out: number) => size + stride * (out - 1);
    const height = reached(filterHeight, strideHeight, outHeight);
    const width = reached(filterWidth, strideWidth, outWidth);
    const [batch, , , channels] = x.shape;
    const padded = tf.pad(x, [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ]);
    const met = tf.slice(padded, [0, 0, 0, 0], [batch, height, width, channels]);
    const product = tf.conv2d(
      tf.transpose(met, [3, 1, 2, 0]),
      tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D,
      1,
      'valid',
      'NHWC',
      [strideHeight, strideWidth],
    );
    return tf.transpose(product, [1, 2, 0, 3]);
  },
};
