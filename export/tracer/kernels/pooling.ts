import { SpectroSimError } from '@spectrosim/models';
import { backend_util } from '@tensorflow/tfjs-core';
import { required, type TraceKernel, type TraceKernels } from './kernel.js';
import { transposed } from './shape.js';

/** A pooling of images `[N, H, W, C]`. */
const pool =
  (op: 'MaxPool' | 'AveragePool'): TraceKernel =>
  (call) => {
    const x = required(call, 'x');
    const attrs = call.attrs as {
      filterSize: number | [number, number];
      strides: number | [number, number];
      pad: 'valid' | 'same' | number;
      dimRoundingMode?: 'floor' | 'round' | 'ceil';
    };
    if (attrs.dimRoundingMode !== undefined && attrs.dimRoundingMode !== 'floor') {
      throw new SpectroSimError(
        'graph',
        `A pooling that rounds by "${attrs.dimRoundingMode}" cannot be traced. Pad by numbers that leave nothing to round.`,
      );
    }
    const info = backend_util.computePool2DInfo(
      x.dims as [number, number, number, number],
      attrs.filterSize,
      attrs.strides,
      1,
      attrs.pad,
      attrs.dimRoundingMode,
    );
    const { top, left, bottom, right } = info.padInfo;
    const y = call.recorder.emit(
      op,
      [transposed(call.recorder, x, [0, 3, 1, 2])],
      { dims: [info.batchSize, info.outChannels, info.outHeight, info.outWidth], type: x.type },
      {
        kernel_shape: { ints: [info.filterHeight, info.filterWidth] },
        pads: { ints: [top, left, bottom, right] },
        strides: { ints: [info.strideHeight, info.strideWidth] },
      },
    );
    return transposed(call.recorder, y, [0, 2, 3, 1]);
  };

/** Kernels that summarise windows. */
export const POOLING: TraceKernels = { MaxPool: pool('MaxPool'), AvgPool: pool('AveragePool') };
