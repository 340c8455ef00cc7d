import type { Graph, GraphNode } from '@spectrosim/export';
import type { ElementType } from '@spectrosim/models';
import type { Operator } from './operator.js';
import { ELEMENTWISE } from './ops/elementwise.js';
import { GATHERING } from './ops/gathering.js';
import { LAYOUT } from './ops/layout.js';
import { LOOPS } from './ops/loops.js';
import { PRODUCTS } from './ops/products.js';
import { REDUCTIONS } from './ops/reductions.js';
import { WINDOWS } from './ops/windows.js';
import { type RealTensor, tensor } from './tensor.js';

/** Every operator the interpreter computes; those of another domain under `domain.op`. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...ELEMENTWISE,
  ...PRODUCTS,
  ...LAYOUT,
  ...GATHERING,
  ...REDUCTIONS,
  ...WINDOWS,
  ...LOOPS,
};

/** A value fed to the interpreter. */
export interface Feed {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: ArrayLike<number> | BigInt64Array;
}

/**
 * Evaluates a graph in double precision: the oracle for gradients, fusion rules and the parity of runtimes. Float
 * constants are those of the file, of 32 bits; everything after them is computed in 64.
 *
 * @param outputs - names of the values wanted, also of inner ones; only what they need is computed.
 *   @default the graph's outputs
 * @example
 * ```ts
 * const { loss } = interpret(graph, { x: { type: 'float32', dims: [2], data: [1, 2] } }, ['loss']);
 * ```
 */
export function interpret(
  graph: Graph,
  feeds: Readonly<Record<string, Feed>>,
  outputs: readonly string[] = graph.outputs.map(({ name }) => name),
): Record<string, RealTensor> {
  const values = new Map<string, RealTensor>();
  for (const [name, feed] of [...Object.entries(graph.initializers), ...Object.entries(feeds)]) {
    values.set(name, tensor(feed.type, feed.dims, Float64Array.from(feed.data as ArrayLike<number>, Number)));
  }
  for (const node of neededNodes(graph, outputs)) {
    for (const [index, result] of compute(node, values).entries()) {
      const name = node.outputs[index];
      if (name) values.set(name, result);
    }
  }
  return Object.fromEntries(outputs.map((name) => [name, valueNamed(name, values)]));
}

function neededNodes(graph: Graph, outputs: readonly string[]): GraphNode[] {
  const needed = new Set(outputs);
  const nodes = graph.nodes.toReversed().filter((node) => {
    const wanted = node.outputs.some((name) => needed.has(name));
    if (wanted) for (const name of namesReadBy(node)) needed.add(name);
    return wanted;
  });
  return nodes.reverse();
}

/** Its inputs, and what is read in graphs that it runs inside. */
function namesReadBy({ inputs, attributes }: GraphNode): string[] {
  const inside = Object.values(attributes).flatMap((attribute) =>
    'graph' in attribute ? attribute.graph.nodes.flatMap(namesReadBy) : [],
  );
  return [...inputs, ...inside];
}

function compute(node: GraphNode, values: ReadonlyMap<string, RealTensor>): RealTensor[] {
  const key = node.domain === undefined ? node.op : `${node.domain}.${node.op}`;
  try {
    const operator = OPERATORS[key];
    if (operator === undefined) throw new Error('the interpreter has no such operator');
    const inputs = node.inputs.map((name) => (name === '' ? undefined : valueNamed(name, values)));
    return operator({
      op: node.op,
      inputs,
      attributes: node.attributes,
      outputs: node.outputs.length,
      inside: (graph, feeds) => interpret(graph, { ...Object.fromEntries(values), ...feeds }),
    });
  } catch (cause) {
    throw new Error(`node "${node.name}" (${key}): ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function valueNamed(name: string, values: ReadonlyMap<string, RealTensor>): RealTensor {
  const value = values.get(name);
  if (value === undefined) throw new Error(`there is no value "${name}"; was it fed?`);
  return value;
}
