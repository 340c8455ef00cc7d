import { type NamedTensors, tensorValue } from '@spectrosim/models';
import type { Tensor } from 'onnxruntime-common';
import type { Ort } from './providers.js';

/** Views values as tensors of this bundle of ONNX Runtime; the data are shared, not copied. */
export function toOrt(ort: Ort, values: NamedTensors): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]),
  );
}

/** Views ONNX Runtime tensors in CPU memory as values; the data are shared, not copied. */
export function fromOrt(tensors: Readonly<Record<string, Tensor>>): NamedTensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims, data }]) => [name, tensorValue(type, dims, data)]),
  );
}
