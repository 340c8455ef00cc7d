import type { TensorValue, ValueInfo } from '@spectrosim/models';

/** An attribute of a node, tagged by its ONNX kind (JavaScript alone cannot tell 1 from 1.0). */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly string: string }
  | { readonly tensor: TensorValue }
  /** A graph that a node runs inside. It also sees the values of the graph around it, whose names it may not give again. */
  | { readonly graph: Graph };

/** One operator call. An empty string in `inputs` or `outputs` is an optional one left out. */
export interface GraphNode {
  readonly op: string;
  /** Operator domain; absent is ONNX's own. */
  readonly domain?: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An ONNX graph as plain data: what the tracer makes, the checker checks and the writer writes. Nodes are in topological order. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Constants by value name. */
  readonly initializers: Readonly<Record<string, TensorValue>>;
  readonly nodes: readonly GraphNode[];
  /** Written as the model's `metadata_props`, in this order. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The ONNX opset every graph is written for. */
export const OPSET = 17;
/** The ONNX intermediate-representation version every graph is written for. */
export const IR_VERSION = 8;
