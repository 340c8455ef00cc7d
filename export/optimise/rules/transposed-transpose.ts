import type { Rule } from '../rewrite.js';
import { intsOf } from '../view.js';

/** A transpose of a transpose → one. */
export const transposedTranspose: Rule = (node, view, write) => {
  const inner = view.producer(node.inputs[0] as string, 'Transpose');
  const [outerOrder, innerOrder] = [intsOf(node, 'perm'), inner && intsOf(inner, 'perm')];
  if (node.op === 'Transpose' && inner !== undefined && outerOrder !== undefined && innerOrder !== undefined) {
    write.give(node.outputs, 'Transpose', inner.inputs, {
      perm: { ints: outerOrder.map((axis) => innerOrder[axis] as number) },
    });
  }
};
