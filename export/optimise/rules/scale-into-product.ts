import type { GraphNode } from '../../onnx/graph.js';
import type { Rule } from '../rewrite.js';
import { floatOf, type GraphView, resultOf } from '../view.js';

/** `c · (A B + bias)` → a product with factor c, where nothing else reads the product. */
export const scaleIntoProduct: Rule = (node, view, write) => {
  const scaled = scaledBy(node, view);
  const product = scaled === undefined ? undefined : view.producer(scaled.value, 'Gemm');
  if (scaled === undefined || product === undefined || !isReadOnce(resultOf(product), view)) {
    return;
  }
  const [a, b, bias] = product.inputs as [string, string, string?];
  const own = bias === undefined ? [] : [write.op('Mul', [bias, scaled.by])];
  write.give(node.outputs, 'Gemm', [a, b, ...own], withFactor(product, scaled.factor));
};

/** A product of `c · A` or `c · B` → a product of A and B with factor c. Another reader of `c · A` still finds it. */
export const productOfScaled: Rule = (node, view, write) => {
  if (node.op !== 'Gemm') {
    return;
  }
  const [a, b, ...bias] = node.inputs as [string, string, string?];
  const operands = [a, b].map((operand) => scaledOf(operand, view));
  const factor = operands.reduce((product, operand) => product * operand.factor, 1);
  if (factor !== 1) {
    write.give(
      node.outputs,
      'Gemm',
      [...operands.map(({ value }) => value), ...(bias as string[])],
      withFactor(node, factor),
    );
  }
};

/** What a `Mul` by a constant number multiplies, and by what. */
function scaledBy(node: GraphNode, view: GraphView) {
  if (node.op === 'Mul') {
    for (const [value, by] of [node.inputs, node.inputs.toReversed()] as [string, string][]) {
      const factor = view.scalar(by);
      if (factor !== undefined && view.dims(by).length === 0 && view.scalar(value) === undefined) {
        return { value, by, factor };
      }
    }
  }
  return undefined;
}

function scaledOf(name: string, view: GraphView): { readonly value: string; readonly factor: number } {
  const node = view.producer(name, 'Mul');
  return (node && scaledBy(node, view)) ?? { value: name, factor: 1 };
}

function isReadOnce(name: string, view: GraphView): boolean {
  return !view.isOutput(name) && view.readers(name).length === 1;
}

function withFactor(node: GraphNode, factor: number): GraphNode['attributes'] {
  return { ...node.attributes, alpha: { float: Math.fround(factor * floatOf(node, 'alpha', 1)) } };
}
