import {
  type AttributeKind,
  type Call,
  choiceOf,
  FLOAT,
  fail,
  type InferredValue,
  inputAt,
  intOf,
  intsOf,
  type Rule,
  showShape,
} from './rule.js';

interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

/** Kernel, strides, dilations and pads, completed and checked against the number of spatial axes. */
function windowsOf(call: Call, spatial: number, weights?: readonly number[]): Windows {
  const ones = Array.from({ length: spatial }, () => 1);
  const kernel = intsOf(call, 'kernel_shape', weights) ?? fail('Attribute "kernel_shape" is missing.');
  if (weights !== undefined && String(kernel) !== String(weights)) {
    fail(`Attribute "kernel_shape" is ${showShape(kernel)}, the weights are ${showShape(weights)}.`);
  }
  const strides = intsOf(call, 'strides', ones);
  const dilations = intsOf(call, 'dilations', ones);
  const pads = intsOf(call, 'pads', [...ones, ...ones].fill(0));
  if ([kernel, strides, dilations].some((list) => list.length !== spatial) || pads.length !== 2 * spatial) {
    fail(`Kernel, strides, dilations or pads do not have ${spatial} axes (pads twice that).`);
  }
  if (pads.some((pad) => pad < 0)) fail(`The pads ${showShape(pads)} are negative; use Slice.`);
  return { kernel, strides, dilations, pads };
}

/** Sizes of the spatial axes after sliding a window over them. */
function slide(call: Call, sizes: readonly number[], { kernel, strides, dilations, pads }: Windows): number[] {
  const autoPad = choiceOf(call, 'auto_pad', ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID']);
  const ceil = intOf(call, 'ceil_mode', 0) !== 0;
  return sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    if (autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER') return Math.ceil(size / stride);
    const before = autoPad === 'VALID' ? 0 : (pads[axis] ?? 0);
    const after = autoPad === 'VALID' ? 0 : (pads[axis + sizes.length] ?? 0);
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const room = size + before + after - reach;
    if (room < 0) fail(`A window of ${reach} does not fit axis ${axis + 2} of size ${size} with its pads.`);
    if (!ceil) return Math.floor(room / stride) + 1;
    const count = Math.ceil(room / stride) + 1;
    // A window that would start in the padding behind the data is dropped.
    return (count - 1) * stride >= size + before ? count - 1 : count;
  });
}

function inferConv(call: Call): InferredValue[] {
  const { dims } = inputAt(call, 0, FLOAT);
  const weights = inputAt(call, 1, FLOAT).dims;
  const group = intOf(call, 'group', 1);
  const [batch, channels, ...sizes] = dims;
  const [filters, depth, ...kernel] = weights;
  if (batch === undefined || channels === undefined || filters === undefined || sizes.length !== kernel.length) {
    fail(`The weights ${showShape(weights)} do not fit data ${showShape(dims)}.`);
  }
  if (channels !== (depth ?? 0) * group || filters % group !== 0) {
    fail(`${channels} channels, ${filters} filters of depth ${depth} and ${group} groups do not fit together.`);
  }
  checkBias(call, filters);
  return [{ type: 'float32', dims: [batch, filters, ...slide(call, sizes, windowsOf(call, sizes.length, kernel))] }];
}

function inferConvTranspose(call: Call): InferredValue[] {
  const { dims } = inputAt(call, 0, FLOAT);
  const weights = inputAt(call, 1, FLOAT).dims;
  const group = intOf(call, 'group', 1);
  const [batch, channels, ...sizes] = dims;
  const [depth, filters, ...kernel] = weights;
  if (batch === undefined || channels !== depth || filters === undefined || sizes.length !== kernel.length) {
    fail(`The weights ${showShape(weights)} do not fit data ${showShape(dims)}.`);
  }
  if (channels === undefined || channels % group !== 0)
    fail(`${channels} channels do not divide into ${group} groups.`);
  checkBias(call, filters * group);
  const { strides, dilations, pads } = windowsOf(call, sizes.length, kernel);
  const extra = intsOf(call, 'output_padding', []);
  const result = sizes.map((size, axis) => {
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const trimmed = (pads[axis] ?? 0) + (pads[axis + sizes.length] ?? 0);
    return (strides[axis] ?? 1) * (size - 1) + (extra[axis] ?? 0) + reach - trimmed;
  });
  if (result.some((size) => size < 1)) fail(`Its spatial shape would be ${showShape(result)}.`);
  return [{ type: 'float32', dims: [batch, filters * group, ...result] }];
}

function checkBias(call: Call, filters: number): void {
  const bias = call.inputs[2]?.dims;
  if (bias !== undefined && String(bias) !== String([filters])) {
    fail(`The bias is ${showShape(bias)}. Expected [${filters}].`);
  }
}

function inferPool(call: Call): InferredValue[] {
  const { type, dims } = inputAt(call, 0, call.node.op === 'MaxPool' ? ['float32', 'uint8'] : FLOAT);
  if (dims.length < 3) fail(`Its input is ${showShape(dims)}. Expected [batch, channel, …].`);
  const sizes = dims.slice(2);
  const result = [...dims.slice(0, 2), ...slide(call, sizes, windowsOf(call, sizes.length))];
  return [
    { type, dims: result },
    { type: 'int64', dims: result },
  ];
}

const window: Readonly<Record<string, AttributeKind>> = {
  auto_pad: 'string',
  kernel_shape: 'ints',
  pads: 'ints',
  strides: 'ints',
};

/** Convolutions and pooling over `[batch, channel, …]`. */
export const WINDOWS: Readonly<Record<string, Rule>> = {
  Conv: {
    inputs: [2, 3],
    outputs: [1, 1],
    attributes: { ...window, dilations: 'ints', group: 'int' },
    infer: inferConv,
  },
  ConvTranspose: {
    inputs: [2, 3],
    outputs: [1, 1],
    attributes: {
      kernel_shape: 'ints',
      pads: 'ints',
      strides: 'ints',
      dilations: 'ints',
      group: 'int',
      output_padding: 'ints',
    },
    infer: inferConvTranspose,
  },
  MaxPool: {
    inputs: [1, 1],
    outputs: [1, 2],
    attributes: { ...window, ceil_mode: 'int', dilations: 'ints', storage_order: 'int' },
    infer: inferPool,
  },
  AveragePool: {
    inputs: [1, 1],
    outputs: [1, 1],
    attributes: { ...window, ceil_mode: 'int', count_include_pad: 'int' },
    infer: inferPool,
  },
};
