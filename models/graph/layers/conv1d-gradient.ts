import * as tf from '@tensorflow/tfjs-core';
import { layWindows, takeTaps } from './windows.js';

/** The kernel's name in tfjs' registries; the tracer writes it as one ONNX `Conv`. */
export const CONV1D_KERNEL = 'Conv1D';

/** The attributes of a `Conv1D` kernel. */
interface Conv1dAttributes {
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly groups: number;
}

/** A convolution in tfjs' own operations: one of images of height 1 for each group, or a sum over points for each channel. */
export const composedConv1d: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x, filter, bias } = inputs as unknown as { x: tf.Tensor3D; filter: tf.Tensor3D; bias?: tf.Tensor };
  const { stride, dilation, before, after, groups } = attrs as unknown as Conv1dAttributes;
  const [, channels, length] = x.shape;
  const [filters, depth, size] = filter.shape;
  const padding = [before, after] as const;
  const convolve = (part: tf.Tensor3D, weights: tf.Tensor3D) => {
    const image = tf.expandDims(tf.transpose(tf.pad(part, [[0, 0], [0, 0], [...padding]]), [0, 2, 1]), 1);
    const kernel = tf.expandDims(tf.transpose(weights, [2, 1, 0]), 0);
    // tfjs takes a stride or a dilation, not both.
    const [own, later] = dilation > 1 ? [1, stride] : [stride, 1];
    const y = tf.conv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, [1, own], 'valid', 'NHWC', [1, dilation]);
    const rows = tf.transpose(tf.squeeze(y, [1]), [0, 2, 1]);
    return later === 1
      ? rows
      : (takeTaps(rows, layWindows(rows.shape[2] as number, 1, { stride: later }), 0)[0] as tf.Tensor);
  };
  const depthwise = () => {
    const taps = takeTaps(x, layWindows(length, size, { stride, dilation, padding }), 0);
    const terms = taps.map((tap, k) =>
      tf.mul(tap, tf.reshape(tf.slice(filter, [0, 0, k], [filters, 1, 1]), [filters, 1])),
    );
    return tf.addN(terms);
  };
  const own = filters / groups;
  const parts = () =>
    Array.from({ length: groups }, (_, group) =>
      convolve(
        tf.slice(x, [0, group * depth, 0], [-1, depth, -1]),
        tf.slice(filter, [group * own, 0, 0], [own, -1, -1]),
      ),
    );
  const y = groups === 1 ? convolve(x, filter) : groups === channels && own === 1 ? depthwise() : tf.concat(parts(), 1);
  return bias === undefined ? y : tf.add(y, tf.reshape(bias, [filters, 1]));
};

/**
 * The gradients of a convolution, in operations that every backend has.
 *
 * By the input, a convolution again: of the upstream gradient, zeros put between its numbers where there is a stride, by
 * the filters turned round. That is two to four times as fast on ONNX Runtime's CPU as a `ConvTranspose`. By the filter,
 * one product of matrices for each point: three times as fast there as one convolution with batch and channels swapped.
 */
export const conv1dGradient: tf.GradFunc = (upstream, saved, attrs) => {
  const dy = upstream as tf.Tensor3D;
  const [x, filter] = saved as [tf.Tensor3D, tf.Tensor3D];
  const { stride, dilation, before, after, groups } = attrs as unknown as Conv1dAttributes;
  const [batch, channels, length] = x.shape;
  const [filters, depth, size] = filter.shape;
  const count = dy.shape[2];
  const own = filters / groups;
  return {
    x: () => {
      const reach = (size - 1) * dilation + 1;
      const spread = spreadOut(dy, stride);
      const [lead, trail] = [reach - 1 - before, length + before - count * stride];
      const met = trail < 0 ? tf.slice(spread, [0, 0, 0], [-1, -1, count * stride + trail]) : spread;
      const turned = tf.transpose(tf.reshape(tf.reverse(filter, 2), [groups, own, depth, size]), [0, 2, 1, 3]);
      const inputs = { x: met, filter: tf.reshape(turned, [channels, own, size]) };
      return tf.engine().runKernel(CONV1D_KERNEL, inputs as unknown as tf.NamedTensorMap, {
        stride: 1,
        dilation,
        before: lead,
        after: Math.max(0, trail),
        groups,
      }) as tf.Tensor;
    },
    filter: () => {
      const rows = (part: tf.Tensor, each: number) => tf.reshape(part, [groups, each, batch * count]);
      const upstreamRows = rows(tf.transpose(dy, [1, 0, 2]), own);
      const windows = layWindows(length, size, { stride, dilation, padding: [before, after] });
      const slopes = takeTaps(tf.transpose(x, [1, 0, 2]), windows, 0).map((tap) =>
        tf.reshape(tf.matMul(upstreamRows, rows(tap, depth), false, true), [filters, depth]),
      );
      return tf.stack(slopes, 2);
    },
    bias: () => tf.sum(tf.sum(dy, 2), 0),
  };
};

/** Puts `stride − 1` zeros after every number of the last axis. */
function spreadOut(x: tf.Tensor3D, stride: number): tf.Tensor {
  if (stride === 1) {
    return x;
  }
  const [batch, channels, count] = x.shape;
  const column = tf.reshape(x, [batch, channels, count, 1]);
  const none: [number, number] = [0, 0];
  return tf.reshape(tf.pad(column, [none, none, none, [0, stride - 1]]), [batch, channels, count * stride]);
}
