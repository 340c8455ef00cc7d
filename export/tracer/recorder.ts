import { type ElementType, SpectroSimError, type TensorValue } from '@spectrosim/models';
import type { Attribute, GraphNode } from '../onnx/graph.js';
import { broadcastDims, sameDims, sizeOf } from './dims.js';

/**
 * A symbolic array. Its `dims` may be larger than what the graph holds: then it is a broadcast view of the value called
 * `name`, whose own shape is `stored`, and elementwise operators read it without an `Expand`.
 */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  /** The shape it stands for. */
  readonly dims: readonly number[];
  /** The shape the graph holds; broadcasts to `dims`. */
  readonly stored: readonly number[];
  /** What this is only another shape of; so that a shape of a shape is one `Reshape`. */
  readonly source?: Value;
}

/** Every value a recording makes starts with this, and no input may: so that names never collide. */
export const GENERATED_PREFIX = '~';

/** Constants up to this many elements are compared by content and shared; larger ones when they are the same array. */
const SHARED_CONSTANT_SIZE = 4096;

/** Writes down operators as they are called; equal calls and equal small constants are recorded once. */
export class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly constants = new Map<string, TensorValue>();
  readonly #byCall = new Map<string, readonly Value[]>();
  readonly #byContent = new Map<string, string>();
  readonly #byIdentity = new Map<TensorValue, string>();
  #count = 0;

  /** A constant array. One that holds a single number throughout becomes a scalar seen as a broadcast. */
  constant(value: TensorValue): Value {
    const size = sizeOf(value.dims);
    if (size > 1 && isUniform(value.data)) {
      const scalar = this.constant({ ...value, dims: [], data: value.data.slice(0, 1) } as TensorValue);
      return { ...scalar, dims: value.dims };
    }
    const key = size <= SHARED_CONSTANT_SIZE ? `${value.type}[${value.dims}]${bytesOf(value.data).join()}` : undefined;
    let name = key === undefined ? this.#byIdentity.get(value) : this.#byContent.get(key);
    if (name === undefined) {
      name = this.#newName();
      this.constants.set(name, value);
      this.#byIdentity.set(value, name);
      if (key !== undefined) {
        this.#byContent.set(key, name);
      }
    }
    return { name, type: value.type, dims: value.dims, stored: value.dims };
  }

  /**
   * A constant vector of axis numbers, or of a shape, which may hold the batch's size: it is not shared with numbers that are equal to
   * it by chance, or a graph of 7 spectra would differ from others where a seventh bin is taken.
   *
   * @param use @default 'axes'
   */
  integers(values: readonly number[], use: 'axes' | 'shape' = 'axes'): Value {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    const key = `${use}[${values.length}]${values.join()}`;
    let name = this.#byContent.get(key);
    if (name === undefined) {
      name = this.#newName();
      this.constants.set(name, { type: 'int64', dims: [values.length], data });
      this.#byContent.set(key, name);
    }
    return { name, type: 'int64', dims: [values.length], stored: [values.length] };
  }

  /** The single number a value holds throughout, when that is known. */
  uniform(value: Value): number | undefined {
    const constant = this.constants.get(value.name);
    return constant !== undefined && constant.data.length === 1 ? Number(constant.data[0]) : undefined;
  }

  /** Calls an operator with one result. */
  emit(
    op: string,
    inputs: readonly (Value | undefined)[],
    result: { dims: readonly number[]; type: ElementType },
    attributes: Record<string, Attribute> = {},
  ): Value {
    return this.emitAll(op, inputs, [result], attributes)[0] as Value;
  }

  /** Calls an operator with several results. Inputs are taken in full shape. */
  emitAll(
    op: string,
    inputs: readonly (Value | undefined)[],
    results: readonly { dims: readonly number[]; type: ElementType }[],
    attributes: Record<string, Attribute> = {},
  ): readonly Value[] {
    const names = inputs.map((input) => (input === undefined ? '' : this.materialise(input).name));
    return this.#record(op, names, results, attributes);
  }

  /** Calls an elementwise operator on what the graph holds and sees the result in the broadcast shape. */
  elementwise(
    op: string,
    inputs: readonly Value[],
    type: ElementType,
    attributes: Record<string, Attribute> = {},
  ): Value {
    const dims = inputs.map((input) => input.dims).reduce(broadcastDims);
    const stored = inputs.map((input) => input.stored).reduce(broadcastDims);
    const names = inputs.map((input) => input.name);
    const [value] = this.#record(op, names, [{ dims: stored, type }], attributes);
    return { ...(value as Value), dims };
  }

  /** The value with its full shape held by the graph. */
  materialise(value: Value): Value {
    if (sameDims(value.stored, value.dims)) {
      return value;
    }
    // 1 leaves a length as it is, so that an open batch, which is never repeated, is not in the shape.
    const missing = value.dims.length - value.stored.length;
    const shape = value.dims.map((dim, i) => (dim === value.stored[i - missing] ? 1 : dim));
    return this.#record('Expand', [value.name, this.integers(shape).name], [value], {})[0] as Value;
  }

  #record(
    op: string,
    inputs: readonly string[],
    results: readonly { dims: readonly number[]; type: ElementType }[],
    attributes: Record<string, Attribute>,
  ): readonly Value[] {
    const call = JSON.stringify([op, inputs, attributes]);
    const known = this.#byCall.get(call);
    if (known !== undefined) {
      return known;
    }
    const values = results.map(({ dims, type }) => ({ name: this.#newName(), type, dims, stored: dims }));
    this.nodes.push({
      op,
      name: `${op}_${this.nodes.length}`,
      inputs,
      outputs: values.map((value) => value.name),
      attributes,
    });
    this.#byCall.set(call, values);
    return values;
  }

  #newName(): string {
    this.#count++;
    return `${GENERATED_PREFIX}${this.#count}`;
  }
}

/** @throws SpectroSimError `graph` when the name could be taken for a recorded one. */
export function assertInputName(name: string): void {
  if (name === '' || name.startsWith(GENERATED_PREFIX)) {
    throw new SpectroSimError(
      'graph',
      `"${name}" cannot name a graph's input or weight: names are not empty and do not start with "${GENERATED_PREFIX}".`,
    );
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: TensorValue['data']): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function isUniform(data: TensorValue['data']): boolean {
  const first = data[0];
  for (let i = 1; i < data.length; i++) {
    if (!Object.is(data[i], first)) {
      return false;
    }
  }
  return true;
}
