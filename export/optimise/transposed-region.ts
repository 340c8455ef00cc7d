import type { GraphNode } from '../onnx/graph.js';
import { ELEMENTWISE } from '../onnx/rules/elementwise.js';
import { type GraphView, intOf, intsOf, resultOf } from './view.js';

/**
 * The matrices that must be kept transposed together with one: those that elementwise operators and concatenations tie to
 * it. `undefined` when one of them is given or read by something that cannot work with the transposed one at no cost.
 */
export function transposedRegion(start: string, view: GraphView): ReadonlySet<string> | undefined {
  const region = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (region.has(name)) {
      continue;
    }
    region.add(name);
    const producer = view.producer(name);
    const readers = view.readers(name);
    if (producer === undefined || view.dims(name).length !== 2 || view.isOutput(name)) {
      return undefined;
    }
    const tied = [sources(producer, view), ...readers.map((reader) => results(reader, name, view))];
    for (const names of tied) {
      if (names === undefined) {
        return undefined;
      }
      open.push(...names);
    }
  }
  return region;
}

/** The matrices that a node which gives a transposed one wants transposed too; `undefined` when it cannot give one. */
function sources(node: GraphNode, view: GraphView): readonly string[] | undefined {
  const [rows, columns] = view.dims(resultOf(node)) as [number, number];
  if (node.op === 'Gemm') {
    const bias = node.inputs[2];
    return bias === undefined || rowOf(bias, view) !== undefined ? [] : undefined;
  }
  if (isElementwise(node)) {
    const operands = node.inputs.map((input) => {
      const dims = view.dims(input);
      const isWhole = String(dims) === String([rows, columns]);
      const isVector = rowOf(input, view) !== undefined || String(dims) === String([rows, 1]);
      return isWhole ? [input] : isVector ? [] : undefined;
    });
    return operands.every((operand) => operand !== undefined) ? operands.flat() : undefined;
  }
  if (node.op === 'Concat') {
    return intOf(node, 'axis') === 1 ? node.inputs : undefined;
  }
  // A transpose seen as rows: rotated further, it is another transpose.
  const moved = node.op === 'Reshape' ? view.producer(node.inputs[0] as string, 'Transpose') : undefined;
  const split = moved === undefined ? undefined : splitOf(view.dims(resultOf(moved)), rows);
  return moved !== undefined && split !== undefined && movesBlocks(rotate(orderOf(moved), split)) ? [] : undefined;
}

/** The matrices that become transposed where a node reads one that is; `undefined` when it cannot read it. */
function results(node: GraphNode, name: string, view: GraphView): readonly string[] | undefined {
  if (node.op === 'Gemm') {
    return node.inputs[2] === name ? undefined : [];
  }
  if (isElementwise(node) || node.op === 'Concat') {
    return [resultOf(node)];
  }
  if (node.op === 'ReduceSum') {
    const axes = node.inputs[1];
    return axes !== undefined && view.scalar(axes) === 0 && intOf(node, 'keepdims', 1) === 0 ? [] : undefined;
  }
  const [rows] = view.dims(name) as [number, number];
  const split = node.op === 'Reshape' ? splitOf(view.dims(resultOf(node)), rows) : undefined;
  const readers = split === undefined ? [] : view.readers(resultOf(node));
  const isMoved = (reader: GraphNode) =>
    reader.op === 'Transpose' && movesBlocks(unrotated(orderOf(reader), split as number));
  return readers.length > 0 && readers.every(isMoved) && !view.isOutput(resultOf(node)) ? [] : undefined;
}

/** Whether a transpose leaves the last axis where it is: numbers then move in blocks, and not one by one, which is ten times slower. */
function movesBlocks(order: readonly number[]): boolean {
  return order.at(-1) === order.length - 1;
}

/** A number, or one for each column, as what it is beside a transposed matrix; `undefined` for anything else. */
export function rowOf(name: string, view: GraphView): 'number' | 'row' | undefined {
  const dims = view.dims(name);
  if (dims.every((size) => size === 1)) {
    return 'number';
  }
  return dims.slice(0, -1).every((size) => size === 1) ? 'row' : undefined;
}

/** After how many axes of a shape the rows end. */
export function splitOf(dims: readonly number[], rows: number): number | undefined {
  let product = 1;
  for (const [axis, size] of dims.entries()) {
    if (product === rows) {
      return axis;
    }
    product *= size;
  }
  return undefined;
}

/** Values with the first `by` behind the others. */
export function rotate<T>(values: readonly T[], by: number): T[] {
  return [...values.slice(by), ...values.slice(0, by)];
}

/** The order of a transpose whose operand has its axes rotated by `split`. */
export function unrotated(order: readonly number[], split: number): number[] {
  return order.map((axis) => (axis - split + order.length) % order.length);
}

export function isElementwise({ op, domain }: GraphNode): boolean {
  return domain === undefined && Object.hasOwn(ELEMENTWISE, op);
}

/** The order of a transpose. */
export function orderOf(node: GraphNode): readonly number[] {
  return intsOf(node, 'perm') as readonly number[];
}
