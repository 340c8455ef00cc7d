import { SpectroSimError, type TensorValue } from '@spectrosim/models';
import type { Graph, GraphNode } from './graph.js';
import { type InferredValue, type Rule, showShape, sizeOf } from './rules/rule.js';
import { RULES } from './rules/table.js';

/** Shapes, axes and indices are short; longer constants need not be known to infer shapes. */
const MOST_KNOWN_ELEMENTS = 1024;

/**
 * Types and shapes of every value of a graph, inputs and constants included, for given sizes of its symbolic
 * dimensions.
 *
 * @throws SpectroSimError `graph`, naming the node and its inputs, when an operator is not supported or misused
 * @example
 * ```ts
 * inferShapes(graph, { B: 3 }).get('embedding'); // { type: 'float32', dims: [3, 128] }
 * ```
 */
export function inferShapes(graph: Graph, dims: Readonly<Record<string, number>>): Map<string, InferredValue> {
  return inferWithin(new Map(), graph, dims);
}

/** @param around the values of the graph around this one */
function inferWithin(
  around: ReadonlyMap<string, InferredValue>,
  graph: Graph,
  dims: Readonly<Record<string, number>>,
): Map<string, InferredValue> {
  const values = new Map(around);
  for (const input of graph.inputs) {
    const sizes = input.dims.map((dim) => sizeOfSymbol(graph, input.name, dim, dims));
    values.set(input.name, { type: input.type, dims: sizes });
  }
  for (const [name, tensor] of Object.entries(graph.initializers)) values.set(name, inferConstant(graph, name, tensor));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : producedValue(graph, node, name, values)));
    const results = inferNode(graph, node, inputs, values);
    for (const [index, name] of node.outputs.entries()) {
      const result = results[index];
      if (name !== '' && result !== undefined) values.set(name, result);
    }
  }
  return values;
}

/** The size of a dimension, symbols replaced. */
export function sizeOfSymbol(
  graph: Graph,
  value: string,
  dim: number | string,
  dims: Readonly<Record<string, number>>,
): number {
  const size = typeof dim === 'number' ? dim : dims[dim];
  if (size === undefined || !Number.isInteger(size) || size < 0) {
    const known = Object.keys(dims).join(', ') || 'none';
    throw new SpectroSimError(
      'graph',
      `Graph "${graph.name}": dimension ${dim} of value "${value}" has no size. Known symbols: ${known}.`,
    );
  }
  return size;
}

function inferConstant(graph: Graph, name: string, { type, dims, data }: TensorValue): InferredValue {
  if (data.length !== sizeOf(dims)) {
    throw new SpectroSimError(
      'graph',
      `Graph "${graph.name}": initializer "${name}" ${showShape(dims)} has ${data.length} elements. Expected ${sizeOf(dims)}.`,
    );
  }
  const known = (type === 'int32' || type === 'int64') && data.length <= MOST_KNOWN_ELEMENTS;
  return known ? { type, dims, constant: Array.from(data, Number) } : { type, dims };
}

function producedValue(graph: Graph, node: GraphNode, name: string, values: Map<string, InferredValue>): InferredValue {
  const value = values.get(name);
  if (value !== undefined) return value;
  const later = graph.nodes.some((other) => other.outputs.includes(name));
  const problem = later ? 'is produced only after it; nodes must be in topological order' : 'is produced by nothing';
  throw new SpectroSimError('graph', `${describe(graph, node)}: its input "${name}" ${problem}.`);
}

function inferNode(
  graph: Graph,
  node: GraphNode,
  inputs: readonly (InferredValue | undefined)[],
  values: ReadonlyMap<string, InferredValue>,
): InferredValue[] {
  try {
    const rule = ruleOf(node);
    checkCall(node, rule);
    const results = rule.infer({
      node,
      inputs,
      inferInside: (inner, given) => inferInside(values, inner, given),
    });
    if (results.length < node.outputs.length)
      refuse(`It has ${node.outputs.length} outputs. Expected ${results.length}.`);
    return results;
  } catch (cause) {
    if (!(cause instanceof SpectroSimError)) throw cause;
    const operands = node.inputs.map((name, index) => {
      const value = inputs[index];
      return value === undefined ? 'none' : `"${name}" ${value.type} ${showShape(value.dims)}`;
    });
    const given = operands.length === 0 ? '' : ` Inputs: ${operands.join(', ')}.`;
    throw new SpectroSimError('graph', `${describe(graph, node)}: ${cause.message}${given}`, { cause });
  }
}

/** What a graph inside a node gives; its shapes have no symbols. */
function inferInside(
  around: ReadonlyMap<string, InferredValue>,
  graph: Graph,
  inputs: readonly InferredValue[],
): InferredValue[] {
  if (graph.inputs.length !== inputs.length) {
    refuse(`Graph "${graph.name}" inside it has ${graph.inputs.length} inputs. Expected ${inputs.length}.`);
  }
  for (const [index, { name, type, dims }] of graph.inputs.entries()) {
    const given = inputs[index] as InferredValue;
    if (type !== given.type || String(dims) !== String(given.dims)) {
      refuse(
        `Input "${name}" of graph "${graph.name}" inside it is ${type} ${showShape(dims)} and is fed ${given.type} ${showShape(given.dims)}.`,
      );
    }
  }
  const values = inferWithin(around, graph, {});
  return graph.outputs.map((output) => {
    const value = values.get(output.name);
    if (value?.type !== output.type || String(value.dims) !== String(output.dims)) {
      refuse(
        `Output "${output.name}" of graph "${graph.name}" inside it is not ${output.type} ${showShape(output.dims)}.`,
      );
    }
    return value as InferredValue;
  });
}

function ruleOf(node: GraphNode): Rule {
  const key = node.domain === undefined ? node.op : `${node.domain}.${node.op}`;
  if (Object.hasOwn(RULES, key)) return RULES[key] as Rule;
  return refuse(`The operator ${key} is not supported. Known: ${Object.keys(RULES).toSorted().join(' ')}.`);
}

function checkCall(node: GraphNode, rule: Rule): void {
  for (const side of ['inputs', 'outputs'] as const) {
    const [fewest, most] = rule[side];
    const count = node[side].length;
    const expected = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
    if (count < fewest || count > most) refuse(`It has ${count} ${side}. Expected ${expected}.`);
  }
  for (const [name, value] of Object.entries(node.attributes)) {
    const kind = Object.hasOwn(rule.attributes, name) ? rule.attributes[name] : undefined;
    const known = Object.entries(rule.attributes).map(([key, type]) => `${key} (${type})`);
    if (kind === undefined || !(kind in value)) {
      refuse(`Attribute "${name}" (${Object.keys(value).join()}) is unknown. Known: ${known.join(', ') || 'none'}.`);
    }
  }
}

function refuse(message: string): never {
  throw new SpectroSimError('graph', message);
}

function describe(graph: Graph, node: GraphNode): string {
  return `Graph "${graph.name}", node "${node.name}" (${node.op}, gives "${node.outputs.join('", "')}")`;
}
