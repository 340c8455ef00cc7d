import type { Rule } from '../rewrite.js';
import { intOf, resultOf } from '../view.js';

/** A sum over all axes but the last of a matrix that was seen as a stack → over the rows of the matrix. */
export const sumOfRows: Rule = (node, view, write) => {
  const [stacked, axes] = node.inputs as [string, string?];
  const matrix = view.producer(stacked, 'Reshape')?.inputs[0];
  if (node.op !== 'ReduceSum' || axes === undefined || matrix === undefined || intOf(node, 'keepdims', 1) !== 0) {
    return;
  }
  const dims = view.dims(stacked);
  const columns = dims.at(-1);
  const isOverRows = String(view.integers(axes)) === String(dims.slice(0, -1).map((_, axis) => axis));
  if (isOverRows && dims.length > 2 && view.dims(matrix).length === 2 && view.dims(matrix)[1] === columns) {
    write.give(resultOf(node), 'ReduceSum', [matrix, write.integers([0])], { keepdims: { int: 0 } });
  }
};
