import type { TensorValue } from '@spectrosim/models';
import type { Attribute, Graph, GraphNode } from '../onnx/graph.js';
import { clean } from './clean.js';
import { type GraphView, viewOf } from './view.js';

/**
 * One way to compute the same with less. Looks at a node and writes what shall stand in its place, or nothing.
 *
 * What is written must give every output of the node that anyone reads, under its name, and may read whatever stands
 * before the node. It need not remove what nobody reads any more.
 */
export type Rule = (node: GraphNode, view: GraphView, write: Writer) => void;

/** Takes the nodes that a rule writes. */
export interface Writer {
  /** An operator with one result of a new name, which is returned. */
  op(op: string, inputs: readonly string[], attributes?: Attributes): string;
  /** An operator that gives values that have names; an empty name is a result nobody wants. */
  give(outputs: string | readonly string[], op: string, inputs: readonly string[], attributes?: Attributes): void;
  /** A new name, for an operator with several results. */
  name(): string;
  constant(value: TensorValue): string;
  /** A constant vector of shape or axis numbers. */
  integers(values: readonly number[]): string;
}

type Attributes = Readonly<Record<string, Attribute>>;

/** Names that neither a trace (`~1`) nor a user (never `~`) gives. */
const PREFIX = '~r';

/**
 * Offers every node to rules until none has anything more to say, and removes what is left over. The first rule that writes
 * something for a node has it for that round.
 */
export function rewrite(graph: Graph, ...rules: readonly Rule[]): Graph {
  let current = graph;
  for (;;) {
    const view = viewOf(current);
    const { writer, take, constants } = createWriter(current);
    let changed = false;
    const nodes = current.nodes.flatMap((node) => {
      for (const rule of rules) {
        rule(node, view, writer);
        const written = take();
        if (written.length > 0) {
          changed = true;
          return written;
        }
      }
      return [node];
    });
    if (!changed) {
      return current;
    }
    current = clean({ ...current, nodes, initializers: { ...current.initializers, ...constants } });
  }
}

/** A writer into a graph; `take` gives what was written since it was last asked. */
export function createWriter(graph: Graph) {
  const constants: Record<string, TensorValue> = {};
  let nodes: GraphNode[] = [];
  let last = Math.max(
    0,
    ...[...Object.keys(graph.initializers), ...graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs])].map(
      numberOf,
    ),
  );
  const name = () => `${PREFIX}${++last}`;
  const give: Writer['give'] = (outputs, op, inputs, attributes = {}) => {
    const [operator, domain] = splitDomain(op);
    nodes.push({
      op: operator,
      ...(domain === undefined ? {} : { domain }),
      name: name(),
      inputs,
      outputs: [outputs].flat(),
      attributes,
    });
  };
  const constant = (value: TensorValue) => {
    const own = name();
    constants[own] = value;
    return own;
  };
  const writer: Writer = {
    op(op, inputs, attributes) {
      const result = name();
      give(result, op, inputs, attributes);
      return result;
    },
    give,
    name,
    constant,
    integers: (values) => constant({ type: 'int64', dims: [values.length], data: BigInt64Array.from(values, BigInt) }),
  };
  return {
    writer,
    constants,
    take: () => {
      const written = nodes;
      nodes = [];
      return written;
    },
  };
}

/** `com.microsoft.FusedMatMul` → its operator and its domain. */
function splitDomain(op: string): [string, string?] {
  const at = op.lastIndexOf('.');
  return at < 0 ? [op] : [op.slice(at + 1), op.slice(0, at)];
}

function numberOf(name: string): number {
  return name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) || 0 : 0;
}
