import { SpectroSimError } from '@spectrosim/models';
import { backend_util } from '@tensorflow/tfjs-core';
import { type KernelCall, required, type TraceKernels } from './kernel.js';
import { sliced, transposed } from './shape.js';

type Four = [number, number, number, number];

/** Sizes, strides and pads of a convolution of images, as tfjs works them out. */
function infoOf(call: KernelCall, x: readonly number[], filter: readonly number[]) {
  const { strides, pad, dilations, dataFormat, dimRoundingMode } = call.attrs as {
    strides: number | [number, number];
    pad: 'valid' | 'same' | number;
    dilations?: number | [number, number];
    dataFormat?: 'NHWC' | 'NCHW';
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  };
  if (dataFormat === 'NCHW') {
    throw new SpectroSimError('graph', 'A convolution in NCHW layout cannot be traced. Use NHWC, the layout of tfjs.');
  }
  return backend_util.computeConv2DInfo(x as Four, filter as Four, strides, dilations ?? 1, pad, dimRoundingMode);
}

/** Kernels that convolve: images `[N, H, W, C]` by filters `[H, W, C, O]`, and spectra `[B, C, L]` by `[O, C / groups, K]`. */
export const CONVOLUTIONS: TraceKernels = {
  Conv2D: (call) => {
    const x = required(call, 'x');
    const filter = required(call, 'filter');
    const info = infoOf(call, x.dims, filter.dims);
    const { top, left, bottom, right } = info.padInfo;
    const y = call.recorder.emit(
      'Conv',
      [transposed(call.recorder, x, [0, 3, 1, 2]), transposed(call.recorder, filter, [3, 2, 0, 1])],
      { dims: [info.batchSize, info.outChannels, info.outHeight, info.outWidth], type: x.type },
      {
        dilations: { ints: [info.dilationHeight, info.dilationWidth] },
        kernel_shape: { ints: [info.filterHeight, info.filterWidth] },
        pads: { ints: [top, left, bottom, right] },
        strides: { ints: [info.strideHeight, info.strideWidth] },
      },
    );
    return transposed(call.recorder, y, [0, 2, 3, 1]);
  },
  Conv2DBackpropInput: (call) => {
    const dy = required(call, 'dy');
    const filter = required(call, 'filter');
    const info = infoOf(call, call.attrs.inputShape as number[], filter.dims);
    const { top, left, bottom, right } = info.padInfo;
    // What the strides left over at the far end got no gradient.
    const leftOver = (size: number, pads: number, window: number, stride: number, count: number) =>
      size + pads - window - stride * (count - 1);
    const dx = call.recorder.emit(
      'ConvTranspose',
      [transposed(call.recorder, dy, [0, 3, 1, 2]), transposed(call.recorder, filter, [3, 2, 0, 1])],
      { dims: [info.batchSize, info.inChannels, info.inHeight, info.inWidth], type: dy.type },
      {
        kernel_shape: { ints: [info.filterHeight, info.filterWidth] },
        output_padding: {
          ints: [
            leftOver(info.inHeight, top + bottom, info.filterHeight, info.strideHeight, info.outHeight),
            leftOver(info.inWidth, left + right, info.filterWidth, info.strideWidth, info.outWidth),
          ],
        },
        pads: { ints: [top, left, bottom, right] },
        strides: { ints: [info.strideHeight, info.strideWidth] },
      },
    );
    return transposed(call.recorder, dx, [0, 2, 3, 1]);
  },
  // Batch and channels change places, and what was the stride is the dilation.
  Conv2DBackpropFilter: (call) => {
    const x = required(call, 'x');
    const dy = required(call, 'dy');
    const info = infoOf(call, x.dims, call.attrs.filterShape as number[]);
    const { top, left, bottom, right } = info.padInfo;
    const { inChannels, outChannels, filterHeight, filterWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
    const found = (size: number, pads: number, stride: number, count: number) => size + pads - stride * (count - 1);
    const height = found(info.inHeight, top + bottom, strideHeight, outHeight);
    const width = found(info.inWidth, left + right, strideWidth, outWidth);
    const all = call.recorder.emit(
      'Conv',
      [transposed(call.recorder, x, [3, 0, 1, 2]), transposed(call.recorder, dy, [3, 0, 1, 2])],
      { dims: [inChannels, outChannels, height, width], type: x.type },
      {
        dilations: { ints: [strideHeight, strideWidth] },
        kernel_shape: { ints: [outHeight, outWidth] },
        pads: { ints: [top, left, bottom, right] },
      },
    );
    // What the strides left over at the far end made the result larger than the filter.
    const met = sliced(call.recorder, all, [0, 0, 0, 0], [inChannels, outChannels, filterHeight, filterWidth]);
    return transposed(call.recorder, met, [2, 3, 0, 1]);
  },
  Conv1D: (call) => {
    const x = required(call, 'x');
    const filter = required(call, 'filter');
    const { stride, dilation, before, after, groups } = call.attrs as Readonly<Record<string, number>> & {
      stride: number;
      dilation: number;
      before: number;
      after: number;
      groups: number;
    };
    const [batch, , length] = x.dims as [number, number, number];
    const [filters, , size] = filter.dims as [number, number, number];
    const reach = (size - 1) * dilation + 1;
    const dims = [batch, filters, Math.floor((length + before + after - reach) / stride) + 1];
    const operands = call.inputs.bias === undefined ? [x, filter] : [x, filter, call.inputs.bias];
    return call.recorder.emit(
      'Conv',
      operands,
      { dims, type: x.type },
      {
        dilations: { ints: [dilation] },
        group: { int: groups },
        kernel_shape: { ints: [size] },
        pads: { ints: [before, after] },
        strides: { ints: [stride] },
      },
    );
  },
};
