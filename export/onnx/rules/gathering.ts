import {
  ANY,
  axisOf,
  type Call,
  choiceOf,
  constantAt,
  fail,
  INDEX,
  type InferredValue,
  inputAt,
  intOf,
  NUMBERS,
  type Rule,
  SIGNED,
  sameType,
  showShape,
  sizeOf,
} from './rule.js';

function inferGather(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const axis = axisOf(intOf(call, 'axis', 0), dims.length);
  return [{ type, dims: [...dims.slice(0, axis), ...inputAt(call, 1, INDEX).dims, ...dims.slice(axis + 1)] }];
}

function inferGatherElements(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const indices = inputAt(call, 1, INDEX);
  checkAlong(dims, indices.dims, axisOf(intOf(call, 'axis', 0), dims.length));
  return [{ type, dims: indices.dims }];
}

/** Element indices have the rank of the data and are nowhere longer, except along their axis. */
function checkAlong(dims: readonly number[], indices: readonly number[], axis: number): void {
  const fits = indices.every((size, at) => at === axis || size <= (dims[at] ?? 0));
  if (dims.length !== indices.length || !fits) {
    fail(`The indices ${showShape(indices)} do not fit ${showShape(dims)} along axis ${axis}.`);
  }
}

function inferGatherND(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const indices = inputAt(call, 1, ['int64']).dims;
  const batch = intOf(call, 'batch_dims', 0);
  const depth = indices.at(-1) ?? fail('The indices are a scalar. Expected a list of positions.');
  if (String(dims.slice(0, batch)) !== String(indices.slice(0, batch)) || batch >= indices.length) {
    fail(`The first ${batch} axes of ${showShape(dims)} and ${showShape(indices)} differ.`);
  }
  if (depth < 1 || depth > dims.length - batch) fail(`Positions of ${depth} numbers do not fit ${showShape(dims)}.`);
  return [{ type, dims: [...indices.slice(0, -1), ...dims.slice(batch + depth)] }];
}

function inferScatterElements(call: Call): InferredValue[] {
  const data = inputAt(call, 0);
  const indices = inputAt(call, 1, INDEX);
  const updates = inputAt(call, 2);
  choiceOf(call, 'reduction', ['none', 'add', 'mul']);
  checkAlong(data.dims, indices.dims, axisOf(intOf(call, 'axis', 0), data.dims.length));
  if (String(indices.dims) !== String(updates.dims)) {
    fail(`The indices ${showShape(indices.dims)} and updates ${showShape(updates.dims)} differ in shape.`);
  }
  return [{ type: sameType([data, updates]), dims: data.dims }];
}

function inferOneHot(call: Call): InferredValue[] {
  const { dims } = inputAt(call, 0, NUMBERS);
  const [depth] = constantAt(call, 1);
  const values = inputAt(call, 2, ANY);
  if (String(values.dims) !== '2') fail(`Input 2 is ${showShape(values.dims)}. Expected [2], the off and on values.`);
  const axis = axisOf(intOf(call, 'axis', -1), dims.length + 1);
  return [{ type: values.type, dims: dims.toSpliced(axis, 0, depth ?? 0) }];
}

function inferTopK(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0, NUMBERS);
  const axis = axisOf(intOf(call, 'axis', -1), dims.length);
  const k = constantAt(call, 1);
  if (k.length !== 1 || inputAt(call, 1).dims.length !== 1)
    fail('Input 1, the number of elements, must have shape [1].');
  const count = k[0] ?? 0;
  if (count < 0 || count > (dims[axis] ?? 0)) fail(`It takes ${count} of ${dims[axis]} elements.`);
  const result = dims.with(axis, count);
  return [
    { type, dims: result },
    { type: 'int64', dims: result },
  ];
}

function inferArgMax(call: Call): InferredValue[] {
  const { dims } = inputAt(call, 0, NUMBERS);
  const axis = axisOf(intOf(call, 'axis', 0), dims.length);
  const keep = intOf(call, 'keepdims', 1) !== 0;
  return [{ type: 'int64', dims: keep ? dims.with(axis, 1) : dims.toSpliced(axis, 1) }];
}

function inferCumSum(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0, SIGNED);
  const axis = constantAt(call, 1);
  if (sizeOf(inputAt(call, 1).dims) !== 1) fail('Input 1, the axis, must be one number.');
  axisOf(axis[0] ?? 0, dims.length);
  return [{ type, dims }];
}

/** Operators that pick, place or rank elements. */
export const GATHERING: Readonly<Record<string, Rule>> = {
  Gather: { inputs: [2, 2], outputs: [1, 1], attributes: { axis: 'int' }, infer: inferGather },
  GatherElements: { inputs: [2, 2], outputs: [1, 1], attributes: { axis: 'int' }, infer: inferGatherElements },
  GatherND: { inputs: [2, 2], outputs: [1, 1], attributes: { batch_dims: 'int' }, infer: inferGatherND },
  ScatterElements: {
    inputs: [3, 3],
    outputs: [1, 1],
    attributes: { axis: 'int', reduction: 'string' },
    infer: inferScatterElements,
  },
  OneHot: { inputs: [3, 3], outputs: [1, 1], attributes: { axis: 'int' }, infer: inferOneHot },
  TopK: {
    inputs: [2, 2],
    outputs: [2, 2],
    attributes: { axis: 'int', largest: 'int', sorted: 'int' },
    infer: inferTopK,
  },
  ArgMax: {
    inputs: [1, 1],
    outputs: [1, 1],
    attributes: { axis: 'int', keepdims: 'int', select_last_index: 'int' },
    infer: inferArgMax,
  },
  CumSum: { inputs: [2, 2], outputs: [1, 1], attributes: { exclusive: 'int', reverse: 'int' }, infer: inferCumSum },
};
