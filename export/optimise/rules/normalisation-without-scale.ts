import type { GraphNode } from '../../onnx/graph.js';
import type { Rule } from '../rewrite.js';
import { type GraphView, resultOf } from '../view.js';

/**
 * `LN(x, s, o)` → `LN(x, 1) · s + o` where the statistics are read too, by a gradient: it is made of x̂, the numbers before
 * scale and offset, which are then there.
 */
export const normalisationWithoutScale: Rule = (node, view, write) => {
  if (node.op !== 'LayerNormalization' || node.outputs.length === 1 || isWithoutScale(node, view)) {
    return;
  }
  const [x, scale, offset] = node.inputs as [string, string, string?];
  const [y, ...statistics] = node.outputs as [string, ...string[]];
  const dims = view.dims(scale);
  const ones = write.constant({
    type: 'float32',
    dims,
    data: new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(1),
  });
  const normalised = write.name();
  write.give([normalised, ...statistics], node.op, [x, ones], node.attributes);
  if (offset === undefined) {
    write.give(y, 'Mul', [normalised, scale]);
  } else {
    write.give(y, 'Add', [write.op('Mul', [normalised, scale]), offset]);
  }
};

/** `(x − mean) · inverse` → `LN(x, 1)`, where that is there. */
export const normalisedNumbers: Rule = (node, view, write) => {
  if (node.op !== 'Mul') {
    return;
  }
  const [difference, inverse] = node.inputs as [string, string];
  const norm = view.producer(inverse, 'LayerNormalization');
  const [x, mean] = view.producer(difference, 'Sub')?.inputs ?? [];
  const isWhole = norm?.outputs[1] === mean && norm?.outputs[2] === inverse;
  if (norm !== undefined && isWithoutScale(norm, view) && norm.inputs[0] === x && isWhole) {
    write.give(resultOf(node), 'Identity', [resultOf(norm)]);
  }
};

function isWithoutScale({ inputs }: GraphNode, { graph }: GraphView): boolean {
  return inputs.length === 2 && graph.initializers[inputs[1] as string]?.data.every((value) => value === 1) === true;
}
