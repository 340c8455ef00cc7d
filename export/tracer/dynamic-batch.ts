import { SpectroSimError, type TensorValue, type ValueInfo } from '@spectrosim/models';
import type { Graph, GraphNode } from '../onnx/graph.js';
import { type TensorFunction, type TraceInput, trace } from './trace.js';

/** An input whose shape may have the batch's symbol in it, or a weight. */
export type DynamicInput =
  | { readonly type: 'float32' | 'int32' | 'bool'; readonly dims: readonly (number | string)[] }
  | TensorValue;

/** Two batch sizes whose multiples no width of a model equals by chance. */
const SMALL = 1009;
const LARGE = 1013;

/** A third size, of the kind that runs: a function that treats small batches otherwise is found out. */
const CHECKED = 7;

/**
 * Traces a function whose batch size stays open, written as the symbol `batch` in its inputs' shapes.
 *
 * The function is traced at two sizes b₁ and b₂. A number that is k·b₁ in one graph and k·b₂ in the other is k times the
 * batch: in an output's shape it becomes the symbol, in a `Reshape`'s target −1. Any other difference is an error, so no
 * graph needs a `Shape` operator, which GPUs hand back to the CPU. A trace at a third, small size must agree.
 *
 * @throws SpectroSimError `graph` when the graphs differ in anything else.
 * @example
 * ```ts
 * const graph = traceDynamic('double', ({ x }) => ({ y: tf.mul(x, 2) }), { x: { type: 'float32', dims: ['B', 4] } }, 'B');
 * ```
 */
export function traceDynamic(
  name: string,
  fn: TensorFunction,
  inputs: Readonly<Record<string, DynamicInput>>,
  batch: string,
  metadata: Readonly<Record<string, string>> = {},
): Graph {
  const small = trace(name, fn, atSize(inputs, batch, SMALL), metadata);
  const large = trace(name, fn, atSize(inputs, batch, LARGE), metadata);
  const checked = trace(name, fn, atSize(inputs, batch, CHECKED), metadata);
  assertSameNodes(name, small.nodes, large.nodes);
  assertSameNodes(name, small.nodes, checked.nodes);
  const initializers = Object.fromEntries(
    Object.entries(small.initializers).map(([key, value]) => {
      const other = large.initializers[key] as TensorValue;
      return [key, sameNumbers(value, other) ? value : openTarget(name, key, value, other, small.nodes)];
    }),
  );
  for (const [key, value] of Object.entries(initializers)) {
    assertAgrees(name, key, value, small.initializers[key] as TensorValue, checked.initializers[key]);
  }
  const open = (values: readonly ValueInfo[], others: readonly ValueInfo[]) =>
    values.map((value, i) => ({ ...value, dims: openDims(name, value, others[i] as ValueInfo, batch) }));
  return {
    ...small,
    inputs: open(small.inputs, large.inputs),
    outputs: open(small.outputs, large.outputs),
    initializers,
  };
}

function atSize(
  inputs: Readonly<Record<string, DynamicInput>>,
  batch: string,
  size: number,
): Record<string, TraceInput> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, input]) => [
      key,
      'data' in input
        ? input
        : { type: input.type, dims: input.dims.map((dim) => (dim === batch ? size : fixed(key, dim, batch))) },
    ]),
  );
}

function fixed(input: string, dim: number | string, batch: string): number {
  if (typeof dim === 'string') {
    throw new SpectroSimError('graph', `Input "${input}" has a dimension "${dim}". Expected numbers and "${batch}".`);
  }
  return dim;
}

function assertSameNodes(name: string, small: readonly GraphNode[], large: readonly GraphNode[]): void {
  const differs = small.findIndex((node, i) => JSON.stringify(node) !== JSON.stringify(large[i]));
  if (differs >= 0 || small.length !== large.length) {
    const node = small[differs] ?? large[small.length];
    throw fails(name, `operator ${node?.name} is recorded otherwise`);
  }
}

/** A constant at the third size must be what the first two say it is there. */
function assertAgrees(name: string, key: string, opened: TensorValue, small: TensorValue, got?: TensorValue): void {
  // Weights are the same array every time: a hundred million of them are not gone through.
  if (opened.data === got?.data) {
    return;
  }
  const expected = opened.data.length === got?.data.length && opened.type === got.type;
  const agrees = (value: number | bigint, i: number) =>
    value === -1n && small.data[i] !== -1n
      ? Number(got?.data[i]) === (Number(small.data[i]) / SMALL) * CHECKED
      : Object.is(value, got?.data[i]);
  if (!expected || !Array.from<number | bigint>(opened.data).every(agrees)) {
    throw fails(name, `the constant ${key} is not what it should be at ${CHECKED}`);
  }
}

/** A `Reshape` target in which the batch's number is left for the runtime to work out. */
function openTarget(
  name: string,
  key: string,
  small: TensorValue,
  large: TensorValue,
  nodes: readonly GraphNode[],
): TensorValue {
  const readers = nodes.filter((node) => node.inputs.includes(key));
  if (small.type !== 'int64' || readers.some((node) => node.op !== 'Reshape')) {
    throw fails(name, `${readers.map((node) => node.name).join(', ')} reads a constant that depends on it`);
  }
  const data = small.data.map((number, i) =>
    number === large.data[i] ? number : timesBatch(Number(number), Number(large.data[i])) === undefined ? -2n : -1n,
  );
  if (data.includes(-2n) || data.filter((number) => number === -1n).length > 1) {
    throw fails(name, `${readers[0]?.name} has a target [${small.data}] that is not a multiple of it in one place`);
  }
  return { ...small, data };
}

function openDims(name: string, small: ValueInfo, large: ValueInfo, batch: string): (number | string)[] {
  return small.dims.map((dim, i) => {
    const other = large.dims[i];
    if (dim === other) {
      return dim;
    }
    if (timesBatch(Number(dim), Number(other)) !== 1) {
      throw fails(name, `${small.name} has shape [${small.dims}], which is not the batch itself`);
    }
    return batch;
  });
}

/** k, when the numbers are k·b₁ and k·b₂. */
function timesBatch(small: number, large: number): number | undefined {
  return small % SMALL === 0 && small / SMALL === large / LARGE ? small / SMALL : undefined;
}

function sameNumbers(a: TensorValue, b: TensorValue): boolean {
  return a.data === b.data || (a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]));
}

function fails(name: string, why: string): SpectroSimError {
  return new SpectroSimError(
    'graph',
    `"${name}" cannot be traced with an open batch size (tried ${SMALL}, ${LARGE} and ${CHECKED}): ${why}. Only shapes may depend on the batch.`,
  );
}
