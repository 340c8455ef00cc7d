import type { Rule } from '../rewrite.js';
import { resultOf } from '../view.js';

/** `Σ x · x` over all elements → `ReduceSumSquare`: the squares are never written down. */
export const sumOfSquares: Rule = (node, view, write) => {
  if (node.op !== 'ReduceSum' || view.dims(resultOf(node)).some((size) => size !== 1)) {
    return;
  }
  const [squares] = node.inputs as [string];
  const [a, b] = view.producer(squares, 'Mul')?.inputs ?? [];
  if (a !== undefined && a === b && view.readers(squares).length === 1 && !view.isOutput(squares)) {
    const { keepdims } = node.attributes;
    write.give(node.outputs, 'ReduceSumSquare', [a], keepdims === undefined ? {} : { keepdims });
  }
};
