import type { Graph, GraphNode } from '../onnx/graph.js';
import { clean } from './clean.js';
import { createWriter, type Writer } from './rewrite.js';
import { isElementwise, orderOf, rotate, rowOf, splitOf, transposedRegion, unrotated } from './transposed-region.js';
import { type GraphView, intOf, resultOf, viewOf } from './view.js';

/** By how much the rows must outnumber the columns for a sum over rows to be worth another layout. */
const LONG = 4;

/**
 * Keeps matrices `[rows, columns]` as `[columns, rows]` where a gradient of weights sums over their many rows.
 *
 * ONNX Runtime's `Gemm` reads both operands of `Aᵀ B` along the long axis by copying A piece by piece, a quarter to a third
 * slower than `A B`. Where A or B is made and read by products and elementwise operators alone, it can be made transposed
 * at no cost: a product gives its transpose by exchanging operands, and reads one by a flag.
 */
export function featureMajor(graph: Graph): Graph {
  const view = viewOf(graph);
  const flipped = regionsOf(view);
  if (flipped.size === 0) {
    return graph;
  }
  const { writer, take, constants } = createWriter(graph);
  const twins = new Map([...flipped].map((name) => [name, writer.name()]));
  const nodes = graph.nodes.flatMap((node) => {
    flip(node, twins, view, writer);
    const written = take();
    return written.length === 0 ? [node] : written;
  });
  return clean({ ...graph, nodes, initializers: { ...graph.initializers, ...constants } });
}

function regionsOf(view: GraphView): ReadonlySet<string> {
  const flipped = new Set<string>();
  for (const node of view.graph.nodes) {
    if (isSumOverRows(node, view) && !node.inputs.slice(0, 2).some((operand) => flipped.has(operand))) {
      const [a, b] = node.inputs as [string, string];
      const region = transposedRegion(a, view) ?? transposedRegion(b, view) ?? [];
      for (const name of region) {
        flipped.add(name);
      }
    }
  }
  return flipped;
}

/** `Aᵀ B` over many rows. */
function isSumOverRows(node: GraphNode, view: GraphView): boolean {
  if (node.op !== 'Gemm' || intOf(node, 'transA') !== 1 || intOf(node, 'transB') !== 0) {
    return false;
  }
  const [[rows, left], [, right]] = node.inputs.slice(0, 2).map((operand) => view.dims(operand)) as [
    [number, number],
    [number, number],
  ];
  return rows >= LONG * Math.max(left, right);
}

type Twins = ReadonlyMap<string, string>;

/** Writes a node that gives or reads transposed matrices; nothing for one that does neither. */
function flip(node: GraphNode, twins: Twins, view: GraphView, write: Writer): void {
  const result = resultOf(node);
  const twin = twins.get(result);
  const [first] = node.inputs as [string];
  if (node.op === 'Gemm') {
    flipProduct(node, twins, view, write);
  } else if (twin !== undefined && isElementwise(node)) {
    write.give(
      twin,
      node.op,
      node.inputs.map((input) => twins.get(input) ?? turned(input, view, write)),
      node.attributes,
    );
  } else if (twin !== undefined && node.op === 'Concat') {
    write.give(
      twin,
      'Concat',
      node.inputs.map((input) => twins.get(input) as string),
      { axis: { int: 0 } },
    );
  } else if (twin !== undefined) {
    const dims = view.dims(first);
    const split = splitOf(dims, view.dims(result)[0] as number) as number;
    const moved = view.producer(first) as GraphNode;
    const rotated = write.op('Transpose', moved.inputs, { perm: { ints: rotate(orderOf(moved), split) } });
    write.give(twin, 'Reshape', [rotated, write.integers(view.dims(result).toReversed())]);
  } else if (node.op === 'ReduceSum' && twins.has(first)) {
    write.give(result, 'ReduceSum', [twins.get(first) as string, write.integers([1])], node.attributes);
  } else if (node.op === 'Transpose') {
    const reshape = view.producer(first, 'Reshape');
    const matrix = reshape && twins.get(reshape.inputs[0] as string);
    if (reshape !== undefined && matrix !== undefined) {
      const dims = view.dims(first);
      const split = splitOf(dims, view.dims(reshape.inputs[0] as string)[0] as number) as number;
      const rotated = write.op('Reshape', [matrix, write.integers(rotate(dims, split))]);
      write.give(result, 'Transpose', [rotated], { perm: { ints: unrotated(orderOf(node), split) } });
    }
  }
}

function flipProduct(node: GraphNode, twins: Twins, view: GraphView, write: Writer): void {
  const [a, b, bias] = node.inputs as [string, string, string?];
  const twin = twins.get(resultOf(node));
  const [left, right] = [twins.get(a), twins.get(b)];
  if (twin === undefined && left === undefined && right === undefined) {
    return;
  }
  const turnedA = intOf(node, 'transA') !== (left === undefined ? 0 : 1);
  const turnedB = intOf(node, 'transB') !== (right === undefined ? 0 : 1);
  const straight = [left ?? a, right ?? b];
  const flags = (first: boolean, second: boolean) => ({
    ...node.attributes,
    transA: { int: first ? 1 : 0 },
    transB: { int: second ? 1 : 0 },
  });
  if (twin !== undefined) {
    // (A B)ᵀ = Bᵀ Aᵀ
    const own = bias === undefined ? [] : [turned(bias, view, write)];
    write.give(twin, 'Gemm', [...straight.toReversed(), ...own], flags(!turnedB, !turnedA));
  } else if (turnedA && turnedB && isSumOverRows(node, view)) {
    // The result is small: transposing it costs less than reading both operands across. The axis of length 1 keeps ONNX
    // Runtime from making one product of the two again.
    const product = write.op('Gemm', straight.toReversed(), flags(false, false));
    const [rows, columns] = view.dims(resultOf(node)) as [number, number];
    const stacked = write.op('Reshape', [product, write.integers([1, columns, rows])]);
    const moved = write.op('Transpose', [stacked], { perm: { ints: [0, 2, 1] } });
    write.give(node.outputs, 'Reshape', [moved, write.integers([rows, columns])]);
  } else {
    write.give(node.outputs, 'Gemm', bias === undefined ? straight : [...straight, bias], flags(turnedA, turnedB));
  }
}

/** What stands beside a matrix, as it stands beside its transpose. */
function turned(name: string, view: GraphView, write: Writer): string {
  const shape = rowOf(name, view);
  return shape === 'number' ? name : write.op('Reshape', [name, write.integers(shape === 'row' ? [-1, 1] : [1, -1])]);
}
