import { type NamedTensors, type TensorValue, tensorValue } from '@spectrosim/models';
import { Tensor } from 'onnxruntime-node';

/** ONNX Runtime tensors by name. */
export type OrtTensors = Readonly<Record<string, Tensor>>;

/** Views values as ONNX Runtime tensors; the data are shared, not copied. */
export function toOrt(values: NamedTensors): OrtTensors {
  return mapTensors(values, ({ type, data, dims }) => new Tensor(type, data, dims) as Tensor);
}

/** Views ONNX Runtime tensors in CPU memory as values; the data are shared, not copied. */
export function fromOrt(tensors: OrtTensors): NamedTensors {
  return mapTensors(tensors, ({ type, dims, data }) => tensorValue(type, dims, data));
}

/** Copies values, so that neither side sees the other's later writes. */
export function copyOf(values: NamedTensors): NamedTensors {
  return mapTensors(values, ({ type, dims, data }) => tensorValue(type, dims, data.slice()));
}

/** New tensors of the same types and shapes. */
export function emptyLike(tensors: OrtTensors): OrtTensors {
  return mapTensors(tensors, ({ type, dims, data }) => {
    const Numbers = data.constructor as new (length: number) => typeof data;
    return new Tensor(type, new Numbers(data.length), dims) as Tensor;
  });
}

function mapTensors<From extends TensorValue | Tensor, To>(
  tensors: Readonly<Record<string, From>>,
  map: (tensor: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor)]));
}
