import {
  ANY,
  axesOf,
  axisOf,
  broadcast,
  type Call,
  choiceOf,
  constantAt,
  fail,
  type InferredValue,
  inputAt,
  intOf,
  intsOf,
  type Rule,
  sameType,
  showShape,
  sizeOf,
} from './rule.js';

function inferTranspose(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const order = intsOf(call, 'perm', undefined) ?? dims.map((_, axis) => dims.length - 1 - axis);
  if (order.toSorted((a, b) => a - b).join() !== dims.map((_, axis) => axis).join()) {
    fail(`Attribute "perm" ${showShape(order)} is no order of the axes of ${showShape(dims)}.`);
  }
  return [{ type, dims: order.map((axis) => dims[axis] ?? 0) }];
}

/** Known in advance, as all shapes are; a node that is none of WebGPU's, so only for graphs that stay on the CPU. */
function inferShape(call: Call): InferredValue[] {
  const { dims } = inputAt(call, 0);
  const part = dims.slice(intOf(call, 'start', 0), intOf(call, 'end', dims.length));
  return [{ type: 'int64', dims: [part.length], constant: part }];
}

function inferReshape(call: Call): InferredValue[] {
  const value = inputAt(call, 0);
  const shape = constantAt(call, 1);
  const keepZero = intOf(call, 'allowzero', 0) !== 0;
  const dims = shape.map((size, axis) => {
    if (size !== 0 || keepZero) return size;
    return value.dims[axis] ?? fail(`The shape ${showShape(shape)} copies axis ${axis} of ${showShape(value.dims)}.`);
  });
  const open = dims.indexOf(-1);
  if (open >= 0) {
    const rest = dims.reduce((product, size, axis) => (axis === open ? product : product * size), 1);
    if (rest === 0) fail(`The −1 of shape ${showShape(shape)} is undetermined beside an empty axis.`);
    dims[open] = sizeOf(value.dims) / rest;
  }
  if (dims.some((size) => size < 0 || !Number.isInteger(size)) || sizeOf(dims) !== sizeOf(value.dims)) {
    fail(`${showShape(value.dims)} cannot be reshaped to ${showShape(shape)}.`);
  }
  return [withConstant(value, dims)];
}

/** Axes inserted, removed or merged move no element, so what is known of the elements stays known. */
function withConstant({ type, constant }: InferredValue, dims: readonly number[]): InferredValue {
  return constant === undefined ? { type, dims } : { type, dims, constant };
}

function inferExpand(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  return [{ type, dims: broadcast([dims, constantAt(call, 1)]) }];
}

function inferConcat(call: Call): InferredValue[] {
  const values = call.inputs.map((_, index) => inputAt(call, index));
  const first = values[0]?.dims ?? [];
  const axis = axisOf(intOf(call, 'axis'), first.length);
  const others = (dims: readonly number[]) => dims.map((size, at) => (at === axis ? '*' : size)).join();
  const odd = values.find((value) => others(value.dims) !== others(first));
  if (odd !== undefined) fail(`${showShape(first)} and ${showShape(odd.dims)} differ outside axis ${axis}.`);
  const length = values.reduce((sum, { dims }) => sum + (dims[axis] ?? 0), 0);
  return [{ type: sameType(values), dims: first.with(axis, length) }];
}

function inferSlice(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const [starts, ends] = [constantAt(call, 1), constantAt(call, 2)];
  const axes = axesOf(call.inputs[3] ? constantAt(call, 3) : starts.map((_, axis) => axis), dims.length);
  const steps = call.inputs[4] ? constantAt(call, 4) : starts.map(() => 1);
  if (new Set([starts, ends, axes, steps].map((list) => list.length)).size > 1) {
    fail('Its starts, ends, axes and steps differ in length.');
  }
  const result = [...dims];
  for (const [index, axis] of axes.entries()) {
    const size = dims[axis] ?? 0;
    const step = steps[index] ?? 1;
    if (step === 0) fail(`The step of axis ${axis} is 0.`);
    const clamp = (at: number, low: number, high: number) => Math.min(Math.max(at < 0 ? at + size : at, low), high);
    const start = step > 0 ? clamp(starts[index] ?? 0, 0, size) : clamp(starts[index] ?? 0, 0, size - 1);
    const end = step > 0 ? clamp(ends[index] ?? 0, 0, size) : clamp(ends[index] ?? 0, -1, size - 1);
    result[axis] = Math.max(0, Math.ceil((end - start) / step));
  }
  return [{ type, dims: result }];
}

function inferSplit(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const axis = axisOf(intOf(call, 'axis', 0), dims.length);
  const size = dims[axis] ?? 0;
  const count = call.node.outputs.length;
  const parts = call.inputs[1] ? constantAt(call, 1) : Array.from({ length: count }, () => size / count);
  const sum = parts.reduce((total, part) => total + part, 0);
  if (parts.length !== count || sum !== size || parts.some((part) => part < 0 || !Number.isInteger(part))) {
    fail(`Axis ${axis} of size ${size} does not split into ${count} parts ${showShape(parts)}.`);
  }
  return parts.map((part) => ({ type, dims: dims.with(axis, part) }));
}

function inferPad(call: Call): InferredValue[] {
  const value = inputAt(call, 0);
  const pads = constantAt(call, 1);
  const rank = value.dims.length;
  const mode = choiceOf(call, 'mode', ['constant', 'reflect', 'edge']);
  if (pads.length !== 2 * rank) fail(`It has ${pads.length} pads. Expected ${2 * rank} for ${showShape(value.dims)}.`);
  if (call.inputs[2] !== undefined) sameType([value, call.inputs[2]]);
  const dims = value.dims.map((size, axis) => {
    const [before, after] = [pads[axis] ?? 0, pads[axis + rank] ?? 0];
    if (mode === 'reflect' && Math.max(before, after) >= size) fail(`Axis ${axis} of size ${size} reflects too far.`);
    return size + before + after;
  });
  if (dims.some((size) => size < 0)) fail(`The pads ${showShape(pads)} cut more than there is.`);
  return [{ type: value.type, dims }];
}

function inferTile(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const repeats = constantAt(call, 1);
  if (repeats.length !== dims.length) fail(`It has ${repeats.length} repeats for rank ${dims.length}.`);
  return [{ type, dims: dims.map((size, axis) => size * (repeats[axis] ?? 1)) }];
}

function inferUnsqueeze(call: Call): InferredValue[] {
  const value = inputAt(call, 0);
  const given = constantAt(call, 1);
  const axes = axesOf(given, value.dims.length + given.length);
  const rest = [...value.dims];
  const dims = Array.from({ length: rest.length + axes.length }, (_, axis) =>
    axes.includes(axis) ? 1 : (rest.shift() ?? 1),
  );
  return [withConstant(value, dims)];
}

function inferSqueeze(call: Call): InferredValue[] {
  const value = inputAt(call, 0);
  const axes = call.inputs[1] ? axesOf(constantAt(call, 1), value.dims.length) : undefined;
  for (const axis of axes ?? [])
    if (value.dims[axis] !== 1) fail(`Axis ${axis} is of size ${value.dims[axis]}, not 1.`);
  const dims = value.dims.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis)));
  return [withConstant(value, dims)];
}

function inferFlatten(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0);
  const axis = intOf(call, 'axis', 1) === dims.length ? dims.length : axisOf(intOf(call, 'axis', 1), dims.length);
  return [{ type, dims: [sizeOf(dims.slice(0, axis)), sizeOf(dims.slice(axis))] }];
}

function inferIdentity(call: Call): InferredValue[] {
  return [inputAt(call, 0, ANY)];
}

function inferConstant(call: Call): InferredValue[] {
  const [value, ...others] = Object.values(call.node.attributes);
  if (value === undefined || others.length > 0) fail('Expected exactly one attribute, the value.');
  if ('int' in value) return [{ type: 'int64', dims: [], constant: [value.int] }];
  if ('ints' in value) return [{ type: 'int64', dims: [value.ints.length], constant: value.ints }];
  if ('float' in value) return [{ type: 'float32', dims: [] }];
  if ('floats' in value) return [{ type: 'float32', dims: [value.floats.length] }];
  if ('tensor' in value) {
    const { type, dims, data } = value.tensor;
    return [type === 'int32' || type === 'int64' ? { type, dims, constant: Array.from(data, Number) } : { type, dims }];
  }
  return fail('Its value is a string. Expected numbers.');
}

/** Operators that move elements, or give constants. */
export const LAYOUT: Readonly<Record<string, Rule>> = {
  Transpose: { inputs: [1, 1], outputs: [1, 1], attributes: { perm: 'ints' }, infer: inferTranspose },
  Shape: { inputs: [1, 1], outputs: [1, 1], attributes: { start: 'int', end: 'int' }, infer: inferShape },
  Reshape: { inputs: [2, 2], outputs: [1, 1], attributes: { allowzero: 'int' }, infer: inferReshape },
  Expand: { inputs: [2, 2], outputs: [1, 1], attributes: {}, infer: inferExpand },
  Concat: {
    inputs: [1, Number.POSITIVE_INFINITY],
    outputs: [1, 1],
    attributes: { axis: 'int' },
    infer: inferConcat,
  },
  Slice: { inputs: [3, 5], outputs: [1, 1], attributes: {}, infer: inferSlice },
  Split: {
    inputs: [1, 2],
    outputs: [1, Number.POSITIVE_INFINITY],
    attributes: { axis: 'int' },
    infer: inferSplit,
  },
  Pad: { inputs: [2, 3], outputs: [1, 1], attributes: { mode: 'string' }, infer: inferPad },
  Tile: { inputs: [2, 2], outputs: [1, 1], attributes: {}, infer: inferTile },
  Unsqueeze: { inputs: [2, 2], outputs: [1, 1], attributes: {}, infer: inferUnsqueeze },
  Squeeze: { inputs: [1, 2], outputs: [1, 1], attributes: {}, infer: inferSqueeze },
  Flatten: { inputs: [1, 1], outputs: [1, 1], attributes: { axis: 'int' }, infer: inferFlatten },
  Identity: { inputs: [1, 1], outputs: [1, 1], attributes: {}, infer: inferIdentity },
  Constant: {
    inputs: [0, 0],
    outputs: [1, 1],
    attributes: { value: 'tensor', value_int: 'int', value_ints: 'ints', value_float: 'float', value_floats: 'floats' },
    infer: inferConstant,
  },
};
