import type { ValueInfo } from '@spectrosim/models';
import type { Graph, GraphNode } from './onnx/graph.js';
import { inferShapes } from './onnx/infer.js';

/** A value inside a graph that is watched. */
export interface WatchedValue {
  /** The scalar output that tells: 0 where all of the value is finite, else NaN. */
  readonly output: string;
  /** The operator that gives it. */
  readonly op: string;
  /** The nearest input, of those that were asked for, that it was made of; the operator's own if it reads one. */
  readonly from?: string;
}

/** A graph that tells of its values which are finite. */
export interface WatchedGraph {
  readonly graph: Graph;
  /** In the order in which they are computed: before the first that is not finite, all are. */
  readonly values: readonly WatchedValue[];
}

const ZERO = 'watched: zero';

/**
 * The same graph with an output more for each float32 value in it, which says whether it is finite: of NaN and of infinities, times 0 is
 * NaN, and so is their sum.
 *
 * It takes about twice as long, and no value is kept for it: this is for the one run that is to tell where numbers ended.
 *
 * @param names the inputs by which values are to be known, such as weights
 */
export function watchedValues(graph: Graph, names: (input: string) => boolean): WatchedGraph {
  const shapes = inferShapes(graph, {});
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const nodes: GraphNode[] = [];
  const outputs: ValueInfo[] = [];
  const values: WatchedValue[] = [];
  for (const node of graph.nodes) {
    nodes.push(node);
    for (const value of node.outputs.filter((output) => shapes.get(output)?.type === 'float32')) {
      const [output, product] = [`watched: sum ${values.length}`, `watched: product ${values.length}`];
      nodes.push(
        { op: 'Mul', name: product, inputs: [value, ZERO], outputs: [product], attributes: {} },
        { op: 'ReduceSum', name: output, inputs: [product], outputs: [output], attributes: { keepdims: { int: 0 } } },
      );
      outputs.push({ name: output, type: 'float32', dims: [] });
      const from = nearest(node, makers, names);
      values.push({ output, op: node.op, ...(from !== undefined && { from }) });
    }
  }
  return {
    graph: {
      ...graph,
      outputs: [...graph.outputs, ...outputs],
      initializers: { ...graph.initializers, [ZERO]: { type: 'float32', dims: [], data: Float32Array.of(0) } },
      nodes,
    },
    values,
  };
}

/** The input that is fewest operators away, upwards. */
function nearest(
  node: GraphNode,
  makers: ReadonlyMap<string, GraphNode>,
  names: (input: string) => boolean,
): string | undefined {
  const seen = new Set([node]);
  for (const { inputs } of seen) {
    const found = inputs.find(names);
    if (found !== undefined) {
      return found;
    }
    // A set is walked in the order of what is added, what was added on the way too: breadth first.
    for (const input of inputs) {
      const maker = makers.get(input);
      if (maker !== undefined) {
        seen.add(maker);
      }
    }
  }
  return undefined;
}
