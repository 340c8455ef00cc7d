import { SpectroSimError } from '@spectrosim/models';
import type { Graph } from './graph.js';
import { inferShapes, sizeOfSymbol } from './infer.js';
import { showShape } from './rules/rule.js';

/** How a graph is checked. */
export interface CheckOptions {
  /**
   * Sizes that symbolic dimensions are tried with, one run each. Several symbols get different sizes in each run.
   *
   * @default [1, 3]
   */
  readonly batches?: readonly number[];
}

/**
 * Refuses a graph that a runtime would refuse, or that does not give the shapes it declares: names are unique and
 * produced before they are used, no node or constant is unused, operators and attributes are of the known subset, and
 * types and shapes inferred through every node end at the declared outputs. An unused *input* is allowed, since an
 * interface may be fixed by others.
 *
 * @throws SpectroSimError `graph`, naming the node and the value
 * @example
 * ```ts
 * checkGraph(graph); // symbolic dimensions as 1 and as 3
 * ```
 */
export function checkGraph(graph: Graph, { batches = [1, 3] }: CheckOptions = {}): void {
  checkNames(graph, new Map());
  checkUse(graph);
  const symbols = [...new Set(graph.inputs.flatMap(({ dims }) => dims.filter((dim) => typeof dim === 'string')))];
  for (const run of symbols.length === 0 ? [0] : batches.keys()) {
    const sizes = symbols.map((symbol, index) => [symbol, batches[(run + index) % batches.length] ?? 1]);
    checkOutputs(graph, Object.fromEntries(sizes));
  }
}

/** @param around the names of the graph around this one, which no value of it may have too */
function checkNames(graph: Graph, around: ReadonlyMap<string, string>): void {
  const owners = new Map(around);
  const claim = (name: string, owner: string) => {
    const other = owners.get(name);
    if (name === '') throw refusal(graph, `${owner} has no name.`);
    if (other !== undefined) throw refusal(graph, `the name "${name}" is given twice, by ${other} and by ${owner}.`);
    owners.set(name, owner);
  };
  for (const { name } of graph.inputs) claim(name, 'an input');
  for (const name of Object.keys(graph.initializers)) claim(name, 'an initializer');
  for (const { name, op, outputs } of graph.nodes) {
    for (const output of outputs) if (output !== '') claim(output, `node "${name}" (${op})`);
  }
  const nodes = new Set<string>();
  for (const { name, op } of graph.nodes) {
    if (name === '' || nodes.has(name))
      throw refusal(graph, `the name "${name}" of a node (${op}) is empty or used twice.`);
    nodes.add(name);
  }
  for (const inner of graphsInside(graph)) checkNames(inner, owners);
  const outputs = new Set<string>();
  for (const { name } of graph.outputs) {
    if (!owners.has(name) || around.has(name)) throw refusal(graph, `the output "${name}" is produced by nothing.`);
    if (outputs.has(name)) throw refusal(graph, `the output "${name}" is declared twice.`);
    outputs.add(name);
  }
}

function checkUse(graph: Graph): void {
  for (const inner of graphsInside(graph)) checkUse(inner);
  const used = new Set([...graph.outputs.map(({ name }) => name), ...namesRead(graph)]);
  for (const name of Object.keys(graph.initializers)) {
    if (!used.has(name)) throw refusal(graph, `the initializer "${name}" is used by nothing; remove it.`);
  }
  for (const { name, op, outputs } of graph.nodes) {
    if (!outputs.some((output) => output !== '' && used.has(output))) {
      throw refusal(graph, `node "${name}" (${op}) gives "${outputs.join('", "')}", used by nothing; remove it.`);
    }
  }
}

/** What its nodes read, and what is read in graphs that they run inside. */
function namesRead(graph: Graph): string[] {
  return [...graph.nodes.flatMap(({ inputs }) => inputs), ...graphsInside(graph).flatMap(namesRead)];
}

/** The graphs that its nodes run inside. */
function graphsInside({ nodes }: Graph): Graph[] {
  return nodes.flatMap(({ attributes }) =>
    Object.values(attributes).flatMap((attribute) => ('graph' in attribute ? [attribute.graph] : [])),
  );
}

function checkOutputs(graph: Graph, sizes: Readonly<Record<string, number>>): void {
  const values = inferShapes(graph, sizes);
  const given = Object.entries(sizes).map(([symbol, size]) => `${symbol} = ${size}`);
  for (const { name, type, dims } of graph.outputs) {
    const value = values.get(name);
    const declared = dims.map((dim) => sizeOfSymbol(graph, name, dim, sizes));
    if (value?.type === type && String(value.dims) === String(declared)) continue;
    throw refusal(
      graph,
      `the output "${name}" is declared ${type} ${showShape(dims)} but is ${value?.type} ${showShape(value?.dims ?? [])}` +
        `${given.length === 0 ? '' : ` for ${given.join(', ')}`}.`,
    );
  }
}

function refusal(graph: Graph, problem: string): SpectroSimError {
  return new SpectroSimError('graph', `Graph "${graph.name}": ${problem}`);
}
