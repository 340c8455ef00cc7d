import type { Graph, GraphNode } from '../onnx/graph.js';
import { inferShapes } from '../onnx/infer.js';

/** A graph with what rules ask of it: who gives a value, who reads it, how large it is. */
export interface GraphView {
  readonly graph: Graph;
  /** The node that gives a value, when it is of this operator (or of any). Inputs and constants are given by none. */
  producer(name: string, op?: string): GraphNode | undefined;
  /** The nodes that read a value, each once. */
  readers(name: string): readonly GraphNode[];
  /** Whether the graph hands a value out. */
  isOutput(name: string): boolean;
  /** The shape of a value. */
  dims(name: string): readonly number[];
  /** The only number of a constant of one element. */
  scalar(name: string): number | undefined;
  /** The numbers of a constant. */
  integers(name: string): readonly number[] | undefined;
}

const views = new WeakMap<Graph, GraphView>();

/** Reads a graph, once; every dimension must be a number. */
export function viewOf(graph: Graph): GraphView {
  const view = views.get(graph) ?? createView(graph);
  views.set(graph, view);
  return view;
}

function createView(graph: Graph): GraphView {
  const shapes = inferShapes(graph, {});
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    for (const input of new Set(node.inputs)) {
      const known = readers.get(input);
      if (known === undefined) {
        readers.set(input, [node]);
      } else {
        known.push(node);
      }
    }
  }
  return {
    graph,
    producer: (name, op) => {
      const node = producers.get(name);
      return op === undefined || node?.op === op ? node : undefined;
    },
    readers: (name) => readers.get(name) ?? [],
    isOutput: (name) => outputs.has(name),
    dims: (name) => {
      const shape = shapes.get(name);
      if (shape === undefined) {
        throw new Error(`there is no value "${name}"`);
      }
      return shape.dims;
    },
    scalar: (name) => {
      const constant = graph.initializers[name];
      return constant?.data.length === 1 ? Number(constant.data[0]) : undefined;
    },
    integers: (name) => {
      const constant = graph.initializers[name];
      return constant && Array.from(constant.data, Number);
    },
  };
}

/** The first output of a node. */
export function resultOf(node: GraphNode): string {
  return node.outputs[0] as string;
}

/** An integer attribute, or its default. */
export function intOf(node: GraphNode, name: string, otherwise = 0): number {
  const attribute = node.attributes[name];
  return attribute !== undefined && 'int' in attribute ? attribute.int : otherwise;
}

/** A float attribute, or its default. */
export function floatOf(node: GraphNode, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute !== undefined && 'float' in attribute ? attribute.float : otherwise;
}

/** A list of integers, or none. */
export function intsOf(node: GraphNode, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute !== undefined && 'ints' in attribute ? attribute.ints : undefined;
}
