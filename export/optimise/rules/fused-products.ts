import type { GraphNode } from '../../onnx/graph.js';
import type { Rule } from '../rewrite.js';
import { floatOf, type GraphView, intOf, intsOf, resultOf } from '../view.js';

const FUSED = 'com.microsoft.FusedMatMul';

/** A stack of products of which an operand has its last two axes swapped → one that reads it as it is. */
export const productOfTransposed: Rule = (node, view, write) => {
  if (node.op !== 'MatMul' && node.op !== 'FusedMatMul') {
    return;
  }
  const [a, b] = node.inputs.map((operand) => swapped(operand, view));
  if (a === undefined && b === undefined) {
    return;
  }
  const turned = (operand: string | undefined, flag: string) => ({
    int: operand === undefined ? intOf(node, flag) : 1 - intOf(node, flag),
  });
  write.give(node.outputs, FUSED, [a ?? (node.inputs[0] as string), b ?? (node.inputs[1] as string)], {
    alpha: { float: floatOf(node, 'alpha', 1) },
    transA: turned(a, 'transA'),
    transB: turned(b, 'transB'),
  });
};

/** `c · (A B)` of stacks → a product with factor c, where nothing else reads the product. */
export const scaleIntoStack: Rule = (node, view, write) => {
  const [product, factor] = node.inputs as [string, string?];
  if (node.op !== 'Mul' || factor === undefined || view.dims(factor).length > 0) {
    return;
  }
  const number = view.scalar(factor);
  const given = view.producer(product, 'MatMul') ?? view.producer(product, 'FusedMatMul');
  if (number === undefined || given === undefined || view.isOutput(product) || view.readers(product).length > 1) {
    return;
  }
  write.give(node.outputs, FUSED, given.inputs, {
    alpha: { float: Math.fround(number * floatOf(given, 'alpha', 1)) },
    transA: { int: intOf(given, 'transA') },
    transB: { int: intOf(given, 'transB') },
  });
};

/** What a value is with its last two axes swapped, when it is that of something. */
function swapped(name: string, view: GraphView): string | undefined {
  const node: GraphNode | undefined = view.producer(name, 'Transpose');
  const perm = node === undefined ? undefined : intsOf(node, 'perm');
  if (node === undefined || perm === undefined || perm.length < 3) {
    return undefined;
  }
  const rank = perm.length;
  const isSwap = perm.every((axis, i) => axis === (i < rank - 2 ? i : 2 * rank - 3 - i));
  return isSwap ? resultOf({ ...node, outputs: node.inputs }) : undefined;
}
