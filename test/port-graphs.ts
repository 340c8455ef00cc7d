import { type Attribute, encodeModel, type Graph, type GraphNode } from '@spectrosim/export';
import { type ElementType, nextStateName, type TensorValue, type ValueInfo } from '@spectrosim/models';

/** `x [B, inputs] · weights [inputs, outputs] + bias [outputs]` → `y [B, outputs]`. */
export function affineGraph(weights: Float32Array, bias: Float32Array): Uint8Array {
  const outputs = bias.length;
  const inputs = weights.length / outputs;
  return graph(
    [float('x', ['B', inputs])],
    [float('y', ['B', outputs])],
    [node('MatMul', ['x', 'weights'], ['product']), node('Add', ['product', 'bias'], ['y'])],
    { weights: floats([inputs, outputs], weights), bias: floats([outputs], bias) },
  );
}

/** The two largest of four columns, the kernel that kills the process on an empty batch: `x [B, 4]` → `top [B, 2]`, `at [B, 2]`. */
export function topGraph(): Uint8Array {
  return graph(
    [float('x', ['B', 4])],
    [float('top', ['B', 2]), { name: 'at', type: 'int64', dims: ['B', 2] }],
    [node('TopK', ['x', 'two'], ['top', 'at'], { axis: { int: 1 } })],
    { two: { type: 'int64', dims: [1], data: BigInt64Array.of(2n) } },
  );
}

/** `a [B, 2] + b [B, 2]` → `sum [B, 2]`. */
export function sumGraph(): Uint8Array {
  return graph(
    [float('a', ['B', 2]), float('b', ['B', 2])],
    [float('sum', ['B', 2])],
    [node('Add', ['a', 'b'], ['sum'])],
    {},
  );
}

/** The sign of each number, an operator that ONNX Runtime has no WebGPU kernel for: `x [2]` → `sign [2]`. */
export function signGraph(): Uint8Array {
  return graph([float('x', [2])], [float('sign', [2])], [node('Sign', ['x'], ['sign'])], {});
}

/** One step down a plane: `w [3]`, `count []` are state, `loss = Σ w·x`, `w.next = w − rate·x`, `count.next = count + 1`. */
export function stepGraph(counted: 'int32' | 'int64' = 'int64'): Uint8Array {
  return graph(
    [float('w', [3]), { name: 'count', type: counted, dims: [] }, float('x', [3]), float('rate', [])],
    [float(nextStateName('w'), [3]), { name: nextStateName('count'), type: counted, dims: [] }, float('loss', [])],
    [
      node('Mul', ['w', 'x'], ['products']),
      node('ReduceSum', ['products'], ['loss'], { keepdims: { int: 0 } }),
      node('Mul', ['rate', 'x'], ['move']),
      node('Sub', ['w', 'move'], [nextStateName('w')]),
      node('Add', ['count', 'one'], [nextStateName('count')]),
    ],
    { one: counter(counted, 1) },
  );
}

/** A whole number of the type that {@link stepGraph} counts in. */
export function counter(type: 'int32' | 'int64', value: number): TensorValue {
  return type === 'int32'
    ? { type, dims: [], data: Int32Array.of(value) }
    : { type, dims: [], data: BigInt64Array.of(BigInt(value)) };
}

/** Gives back what it is fed, one input of each element type: `float32 [2]` → `float32.out [2]` … */
export function echoGraph(types: readonly ElementType[]): Uint8Array {
  return graph(
    types.map((type) => ({ name: type, type, dims: [2] })),
    types.map((type) => ({ name: `${type}.out`, type, dims: [2] })),
    types.map((type) => node('Identity', [type], [`${type}.out`])),
    {},
  );
}

/** A float32 tensor. */
export function floats(dims: readonly number[], data: ArrayLike<number>): TensorValue & { type: 'float32' } {
  return { type: 'float32', dims, data: Float32Array.from(data) };
}

function float(name: string, dims: ValueInfo['dims']): ValueInfo {
  return { name, type: 'float32', dims };
}

function node(
  op: string,
  inputs: string[],
  outputs: string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): GraphNode {
  return { op, name: `${op} ${outputs[0]}`, inputs, outputs, attributes };
}

function graph(
  inputs: readonly ValueInfo[],
  outputs: readonly ValueInfo[],
  nodes: readonly GraphNode[],
  initializers: Graph['initializers'],
): Uint8Array {
  return encodeModel({ name: 'port-suite', inputs, outputs, initializers, nodes, metadata: {} });
}
