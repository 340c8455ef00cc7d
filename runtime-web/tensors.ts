import { type NamedTensors, tensorValue } from '@spectrosim/models';
import type { Tensor } from 'onnxruntime-common';
import type { Ort } from './providers.js';

/** Views values as tensors of this bundle of ONNX Runtime; the data are shared, not copied. */
export function toOrt(ort: Ort, values: NamedTensors): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]),
  );
}

/** The values of ONNX Runtime tensors: shared where they lie in CPU memory, fetched and let go where they lie on the GPU. */
export async function fromOrt(tensors: Readonly<Record<string, Tensor>>): Promise<NamedTensors> {
  const values = Object.entries(tensors).map(
    async ([name, tensor]) => [name, tensorValue(tensor.type, tensor.dims, await tensor.getData(true))] as const,
  );
  return Object.fromEntries(await Promise.all(values));
}

/** Copies of the values of ONNX Runtime tensors, wherever they lie. */
export async function copyOf(tensors: Readonly<Record<string, Tensor>>): Promise<NamedTensors> {
  const values = Object.entries(tensors).map(async ([name, tensor]) => {
    const { data } = tensorValue(tensor.type, tensor.dims, await tensor.getData());
    return [name, tensorValue(tensor.type, tensor.dims, data.slice())] as const;
  });
  return Object.fromEntries(await Promise.all(values));
}
