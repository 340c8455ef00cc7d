import type { TensorValue } from '@spectrosim/models';
import type { Graph, GraphNode } from '../onnx/graph.js';

/** Constants up to this many elements are compared by content. */
const COMPARED_SIZE = 4096;

/** The graph with equal calls and equal constants once, without names for the same thing, and without what no output needs. */
export function clean(graph: Graph): Graph {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const renamed = sharedConstants(graph.initializers);
  const current = (name: string) => renamed.get(name) ?? name;
  const known = new Map<string, readonly string[]>();
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(current);
    const same = node.op === 'Identity' ? inputs : known.get(callOf(node, inputs));
    if (same !== undefined && !node.outputs.some((output) => outputs.has(output)) && covers(same, node.outputs)) {
      for (const [i, output] of node.outputs.entries()) {
        renamed.set(output, same[i] as string);
      }
    } else {
      known.set(callOf(node, inputs), node.outputs);
      nodes.push({ ...node, inputs });
    }
  }
  return withoutUnused({ ...graph, nodes });
}

/** Whether one call's outputs name all that another's do. */
function covers(outputs: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((output, i) => output === '' || (outputs[i] ?? '') !== '');
}

function callOf({ op, domain, attributes }: GraphNode, inputs: readonly string[]): string {
  return JSON.stringify([op, domain, inputs, attributes]);
}

function sharedConstants(constants: Readonly<Record<string, TensorValue>>): Map<string, string> {
  const names = new Map<string, string>();
  const renamed = new Map<string, string>();
  for (const [name, { type, dims, data }] of Object.entries(constants)) {
    if (data.length <= COMPARED_SIZE) {
      const key = `${type}[${dims}]${new Uint8Array(data.buffer, data.byteOffset, data.byteLength).join()}`;
      const first = names.get(key);
      if (first === undefined) {
        names.set(key, name);
      } else {
        renamed.set(name, first);
      }
    }
  }
  return renamed;
}

function withoutUnused(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map(({ name }) => name));
  const nodes = graph.nodes
    .toReversed()
    .filter((node) => {
      const wanted = node.outputs.some((output) => needed.has(output));
      for (const input of wanted ? node.inputs : []) {
        needed.add(input);
      }
      return wanted;
    })
    .reverse()
    .map((node) => ({ ...node, outputs: wantedOutputs(node, needed) }));
  const initializers = Object.fromEntries(Object.entries(graph.initializers).filter(([name]) => needed.has(name)));
  return { ...graph, nodes, initializers };
}

/** Optional results nobody reads are left out, so that a kernel need not compute them. */
export function wantedOutputs({ op, outputs }: GraphNode, needed: ReadonlySet<string>): readonly string[] {
  if (op !== 'LayerNormalization') {
    return outputs;
  }
  const kept = outputs.map((output, i) => (i === 0 || needed.has(output) ? output : ''));
  while (kept.at(-1) === '') {
    kept.pop();
  }
  return kept;
}
