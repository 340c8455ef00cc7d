import type { GraphNode } from '../../onnx/graph.js';
import type { Rule } from '../rewrite.js';
import { type GraphView, intOf, resultOf } from '../view.js';

/**
 * Columns taken of `x W + b` → `x` times those columns of W: slices of weights are small, slices of all rows are not.
 * Where something reads the whole product, it stays.
 */
export const slicesOfProduct: Rule = (node, view, write) => {
  const product = view.producer(node.inputs[0] as string, 'Gemm');
  if (!isColumns(node, view) || product === undefined || intOf(product, 'transB') !== 0) {
    return;
  }
  const [x, weight, bias] = product.inputs as [string, string, string?];
  const isBroadcast =
    bias === undefined ||
    view
      .dims(bias)
      .slice(0, -1)
      .every((size) => size === 1);
  const [rows] = view.dims(resultOf(product)) as [number, number];
  const [inner] = view.dims(weight) as [number, number];
  if (!isBroadcast || rows < inner || view.isOutput(resultOf(product))) {
    return;
  }
  if (!view.readers(resultOf(product)).every((reader) => isColumns(reader, view))) {
    return;
  }
  const [, starts, ends] = node.inputs as [string, string, string];
  const columnsOf = (value: string) => {
    const rank = view.dims(value).length;
    return write.op('Slice', [value, starts, ends, write.integers([rank - 1])]);
  };
  const operands = bias === undefined ? [x, columnsOf(weight)] : [x, columnsOf(weight), columnsOf(bias)];
  write.give(node.outputs, 'Gemm', operands, product.attributes);
};

/** Whether a node takes columns of a matrix, one after another. */
function isColumns({ op, inputs }: GraphNode, view: GraphView): boolean {
  const [value, , , axes, steps] = inputs as [string, ...string[]];
  return op === 'Slice' && view.dims(value).length === 2 && steps === undefined && view.scalar(axes as string) === 1;
}
