import type { Rule } from '../rewrite.js';

/** `Σ x · x` over all axes → `ReduceSumSquare`: the squares are never written down. */
export const sumOfSquares: Rule = (node, view, write) => {
  const [squares, axes] = node.inputs as [string, string?];
  // Over some axes the result has other shapes, even where they hold all numbers: [1, 8] over its last is [1].
  if (node.op !== 'ReduceSum' || (axes !== undefined && view.integers(axes)?.length !== view.dims(squares).length)) {
    return;
  }
  const [a, b] = view.producer(squares, 'Mul')?.inputs ?? [];
  if (a !== undefined && a === b && view.readers(squares).length === 1 && !view.isOutput(squares)) {
    const { keepdims } = node.attributes;
    write.give(node.outputs, 'ReduceSumSquare', [a], keepdims === undefined ? {} : { keepdims });
  }
};
