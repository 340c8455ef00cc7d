import { type ElementType, SpectroSimError, type TensorValue } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from './dims.js';
import type { Recorder, Value } from './recorder.js';

/** The name under which the recording backend is registered with tfjs. */
export const TRACE_BACKEND = 'trace';

/** A symbolic value of the trace under way, or the numbers of a tensor that came from outside and may go on to another trace. */
interface Entry {
  readonly held: { readonly symbol: Value } | { readonly numbers: Numbers };
  references: number;
}

/** Numbers as tfjs writes them. */
type Numbers = Exclude<TensorValue, { type: 'int64' }>;

/**
 * A tfjs backend that computes nothing: its kernels write operators down and return symbolic tensors, so that any tfjs
 * function, a gradient or an optimiser included, becomes a graph by being called once.
 */
export class TraceBackend extends tf.KernelBackend {
  readonly #data = new tf.DataStorage<Entry>(this, tf.engine());
  #recorder: Recorder | undefined;

  /** Runs `body` with everything recorded into `recorder`. */
  recordInto<R>(recorder: Recorder, body: () => R): R {
    if (this.#recorder !== undefined) {
      throw new SpectroSimError('graph', 'A trace is already under way: a traced function cannot trace another one.');
    }
    this.#recorder = recorder;
    try {
      return body();
    } finally {
      this.#recorder = undefined;
    }
  }

  get recorder(): Recorder {
    if (this.#recorder === undefined) {
      throw new SpectroSimError(
        'graph',
        'A tfjs operation ran on the tracing backend outside of a trace. Choose a computing backend first (tf.setBackend).',
      );
    }
    return this.#recorder;
  }

  /** The symbolic value of a tensor. */
  symbolOf(tensor: tf.TensorInfo): Value {
    const { held } = this.#data.get(tensor.dataId);
    return 'symbol' in held ? held.symbol : this.recorder.constant(held.numbers);
  }

  /** A new tensor for a symbolic value. */
  tensorOf(value: Value): tf.TensorInfo {
    const dataId = {};
    this.#data.set(dataId, { held: { symbol: value }, references: 1 });
    return { dataId, shape: [...value.dims], dtype: dataTypeOf(value.type) };
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    const dataId = {};
    this.#data.set(dataId, { held: { numbers: constantOf(values, shape, dtype) }, references: 1 });
    return dataId;
  }

  override move(
    dataId: tf.DataId,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    this.#data.set(dataId, { held: { numbers: constantOf(values, shape, dtype) }, references: refCount });
  }

  override readSync(dataId: tf.DataId): tf.BackendValues {
    const { held } = this.#data.get(dataId);
    if ('numbers' in held) {
      return held.numbers.data;
    }
    const value = held.symbol;
    const constant = this.recorder.constants.get(value.name);
    const size = sizeOf(value.dims);
    if (constant === undefined || constant.type === 'int64' || ![1, size].includes(constant.data.length)) {
      throw new SpectroSimError(
        'graph',
        `A traced function reads the value of a tensor of shape [${value.dims}]. A graph has no values while it is traced: keep the computation in tfjs operations.`,
      );
    }
    if (constant.data.length === size) {
      return constant.data;
    }
    const [number] = constant.data as Float32Array | Int32Array | Uint8Array;
    return (constant.type === 'float32' ? new Float32Array(size) : new Int32Array(size)).fill(number as number);
  }

  override read(dataId: tf.DataId): Promise<tf.BackendValues> {
    return Promise.resolve(this.readSync(dataId));
  }

  override numDataIds(): number {
    return this.#data.numDataIds();
  }

  override refCount(dataId: tf.DataId): number {
    return this.#data.has(dataId) ? this.#data.get(dataId).references : 0;
  }

  override incRef(dataId: tf.DataId): void {
    this.#data.get(dataId).references++;
  }

  override disposeData(dataId: tf.DataId, force = false): boolean {
    if (this.#data.has(dataId)) {
      const entry = this.#data.get(dataId);
      entry.references--;
      if (!force && entry.references > 0) {
        return false;
      }
      this.#data.delete(dataId);
    }
    return true;
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {}
}

/** The ONNX element type of a tfjs one. */
export function elementTypeOf(dtype: tf.DataType): ElementType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') {
    return dtype;
  }
  throw new SpectroSimError('graph', `A traced function uses ${dtype} tensors. Expected float32, int32 or bool.`);
}

function dataTypeOf(type: ElementType): tf.DataType {
  return type === 'float32' || type === 'bool' ? type : 'int32';
}

function constantOf(values: tf.BackendValues, dims: readonly number[], dtype: tf.DataType): Numbers {
  const type = elementTypeOf(dtype);
  // A copy, since who gave the numbers may go on writing into them; of typed arrays in one go.
  if (type === 'float32') {
    return { type, dims, data: values instanceof Float32Array ? values.slice() : Float32Array.from(numbersOf(values)) };
  }
  if (type === 'int32') {
    return { type, dims, data: values instanceof Int32Array ? values.slice() : Int32Array.from(numbersOf(values)) };
  }
  return { type: 'bool', dims, data: values instanceof Uint8Array ? values.slice() : Uint8Array.from(values, Number) };
}

function numbersOf(values: tf.BackendValues): ArrayLike<number> {
  return values as ArrayLike<number>;
}
