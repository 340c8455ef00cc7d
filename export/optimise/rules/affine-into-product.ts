import type { Rule } from '../rewrite.js';
import { floatOf, intOf } from '../view.js';

/** Rows for each row of weights from which on folding into weights saves anything. */
const WORTHWHILE = 4;

/**
 * `(x · s + o) W + b` → `x (s ∘ W) + (o W + b)`: a scale and an offset of columns become part of the weights, which are fewer
 * than the rows that pass by.
 */
export const affineIntoProduct: Rule = (node, view, write) => {
  if (node.op !== 'Gemm' || intOf(node, 'transA') !== 0 || intOf(node, 'transB') !== 0) {
    return;
  }
  // The offset goes into the bias, where a factor of the product would not reach it.
  if (floatOf(node, 'alpha', 1) !== 1 || floatOf(node, 'beta', 1) !== 1) {
    return;
  }
  const [affine, weight, bias] = node.inputs as [string, string, string?];
  const sum = view.producer(affine, 'Add');
  const [scaled, offset] = sum?.inputs ?? [];
  const product = scaled === undefined ? undefined : view.producer(scaled, 'Mul');
  const [x, scale] = product?.inputs ?? [];
  if (x === undefined || scale === undefined || offset === undefined) {
    return;
  }
  const [rows, columns] = view.dims(affine) as [number, number];
  const isRow = (name: string) => String(view.dims(name)) === String([columns]);
  if (String(view.dims(x)) !== String([rows, columns]) || ![scale, offset].every(isRow)) {
    return;
  }
  if (rows < WORTHWHILE * columns) {
    return;
  }
  const column = write.op('Reshape', [scale, write.integers([-1, 1])]);
  const row = write.op('Reshape', [offset, write.integers([1, -1])]);
  const shift = write.op('Gemm', bias === undefined ? [row, weight] : [row, weight, bias]);
  write.give(node.outputs, 'Gemm', [x, write.op('Mul', [weight, column]), shift], node.attributes);
};
