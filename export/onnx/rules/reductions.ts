import {
  axesOf,
  axisOf,
  broadcast,
  type Call,
  constantAt,
  FLOAT,
  fail,
  type InferredValue,
  inputAt,
  intOf,
  intsOf,
  NUMBERS,
  type Rule,
  SIGNED,
  showShape,
} from './rule.js';

/** Opset 17 still has the axes of reductions as an attribute, `ReduceSum` alone as an input. */
function inferReduction(call: Call): InferredValue[] {
  const { type, dims } = inputAt(
    call,
    0,
    call.node.op === 'ReduceMax' || call.node.op === 'ReduceMin' ? NUMBERS : SIGNED,
  );
  const given = call.inputs[1] ? constantAt(call, 1) : intsOf(call, 'axes', []);
  if (given.length === 0 && intOf(call, 'noop_with_empty_axes', 0) !== 0) return [{ type, dims }];
  const axes = given.length === 0 ? dims.map((_, axis) => axis) : axesOf(given, dims.length);
  const keep = intOf(call, 'keepdims', 1) !== 0;
  return [{ type, dims: dims.flatMap((size, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [size])) }];
}

function inferSoftmax(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0, FLOAT);
  axisOf(intOf(call, 'axis', -1), dims.length);
  return [{ type, dims }];
}

function inferLayerNormalization(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0, FLOAT);
  const axis = axisOf(intOf(call, 'axis', -1), dims.length);
  const width = dims.slice(axis);
  for (const index of [1, 2]) {
    if (index === 2 && call.inputs[2] === undefined) continue;
    const parameter = inputAt(call, index, FLOAT).dims;
    if (String(broadcast([parameter, width])) !== String(width)) {
      fail(`Input ${index} is ${showShape(parameter)}. Expected ${showShape(width)}.`);
    }
  }
  const statistic = { type, dims: dims.map((size, at) => (at < axis ? size : 1)) };
  return [{ type, dims }, statistic, statistic];
}

function inferBatchNormalization(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0, FLOAT);
  const channels = dims[1] ?? fail(`Its input is ${showShape(dims)}. Expected [batch, channel, …].`);
  for (const index of [1, 2, 3, 4]) {
    const parameter = inputAt(call, index, FLOAT).dims;
    if (String(parameter) !== String([channels]))
      fail(`Input ${index} is ${showShape(parameter)}. Expected [${channels}].`);
  }
  const training = intOf(call, 'training_mode', 0) !== 0;
  const statistic = { type, dims: [channels] };
  return training ? [{ type, dims }, statistic, statistic] : [{ type, dims }];
}

const reduction: Rule = {
  inputs: [1, 1],
  outputs: [1, 1],
  attributes: { axes: 'ints', keepdims: 'int' },
  infer: inferReduction,
};
const softmax: Rule = { inputs: [1, 1], outputs: [1, 1], attributes: { axis: 'int' }, infer: inferSoftmax };

/** Operators that summarise along axes, and those that normalise by such summaries. */
export const REDUCTIONS: Readonly<Record<string, Rule>> = {
  ReduceSum: {
    inputs: [1, 2],
    outputs: [1, 1],
    attributes: { keepdims: 'int', noop_with_empty_axes: 'int' },
    infer: inferReduction,
  },
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceProd: reduction,
  ReduceSumSquare: reduction,
  Softmax: softmax,
  LogSoftmax: softmax,
  LayerNormalization: {
    inputs: [2, 3],
    outputs: [1, 3],
    attributes: { axis: 'int', epsilon: 'float', stash_type: 'int' },
    infer: inferLayerNormalization,
  },
  BatchNormalization: {
    inputs: [5, 5],
    outputs: [1, 3],
    attributes: { epsilon: 'float', momentum: 'float', training_mode: 'int' },
    infer: inferBatchNormalization,
  },
};
