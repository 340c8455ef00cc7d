import type { ElementType } from '@spectrosim/models';
import { DATA_TYPES } from '../messages.js';
import {
  ANY,
  type AttributeKind,
  broadcast,
  type Call,
  FLOAT,
  fail,
  INDEX,
  inputAt,
  intOf,
  NUMBERS,
  type Rule,
  SIGNED,
  sameType,
} from './rule.js';

const unary = (types: readonly ElementType[], attributes: Record<string, AttributeKind> = {}): Rule => ({
  inputs: [1, 1],
  outputs: [1, 1],
  attributes,
  infer: (call) => {
    const { type, dims } = inputAt(call, 0, types);
    return [{ type, dims }];
  },
});

const broadcasting = (
  types: readonly ElementType[],
  inputs: readonly [number, number],
  result?: ElementType,
): Rule => ({
  inputs,
  outputs: [1, 1],
  attributes: {},
  infer: (call) => {
    const values = call.inputs.map((_, index) => inputAt(call, index, types));
    const type = sameType(values);
    return [{ type: result ?? type, dims: broadcast(values.map((value) => value.dims)) }];
  },
});

const arithmetic = broadcasting(NUMBERS, [2, 2]);
const comparison = broadcasting(NUMBERS, [2, 2], 'bool');
const logical = broadcasting(['bool'], [2, 2]);
const extremum = broadcasting(NUMBERS, [1, Number.POSITIVE_INFINITY]);
const activation = unary(FLOAT);

function inferPow(call: Call) {
  const base = inputAt(call, 0, SIGNED);
  const exponent = inputAt(call, 1, NUMBERS);
  return [{ type: base.type, dims: broadcast([base.dims, exponent.dims]) }];
}

function inferWhere(call: Call) {
  const values = [inputAt(call, 1), inputAt(call, 2)];
  const condition = inputAt(call, 0, ['bool']);
  return [{ type: sameType(values), dims: broadcast([condition, ...values].map((value) => value.dims)) }];
}

function inferCast(call: Call) {
  const to = intOf(call, 'to');
  const type = ANY.find((candidate) => DATA_TYPES[candidate] === to);
  if (type === undefined) fail(`Attribute "to" is ${to}. Expected an ONNX data type among ${ANY.join(', ')}.`);
  const { type: from, dims, constant } = inputAt(call, 0);
  // Integers stay known through a cast between integer types.
  const known = constant !== undefined && INDEX.includes(from) && INDEX.includes(type);
  return [known ? { type, dims, constant } : { type, dims }];
}

function inferClip(call: Call) {
  const value = inputAt(call, 0, NUMBERS);
  for (const index of [1, 2]) {
    const bound = call.inputs[index];
    if (bound === undefined) continue;
    if (bound.dims.length !== 0) fail(`Input ${index} is of rank ${bound.dims.length}. Expected a scalar bound.`);
    sameType([value, bound]);
  }
  return [{ type: value.type, dims: value.dims }];
}

/** Operators that work element by element, with NumPy broadcasting. */
export const ELEMENTWISE: Readonly<Record<string, Rule>> = {
  Add: arithmetic,
  Sub: arithmetic,
  Mul: arithmetic,
  Div: arithmetic,
  Pow: { inputs: [2, 2], outputs: [1, 1], attributes: {}, infer: inferPow },
  Max: extremum,
  Min: extremum,
  Equal: broadcasting(ANY, [2, 2], 'bool'),
  Greater: comparison,
  Less: comparison,
  GreaterOrEqual: comparison,
  LessOrEqual: comparison,
  And: logical,
  Or: logical,
  Not: unary(['bool']),
  Where: { inputs: [3, 3], outputs: [1, 1], attributes: {}, infer: inferWhere },
  Cast: { inputs: [1, 1], outputs: [1, 1], attributes: { to: 'int' }, infer: inferCast },
  Clip: { inputs: [1, 3], outputs: [1, 1], attributes: {}, infer: inferClip },
  Neg: unary(SIGNED),
  Abs: unary(NUMBERS),
  Sign: unary(NUMBERS),
  Relu: unary(SIGNED),
  Exp: activation,
  Log: activation,
  Sqrt: activation,
  Reciprocal: activation,
  Erf: activation,
  Tanh: activation,
  Sigmoid: activation,
  Sin: activation,
  Cos: activation,
  Floor: activation,
  Softplus: activation,
  Elu: unary(FLOAT, { alpha: 'float' }),
  Selu: unary(FLOAT, { alpha: 'float', gamma: 'float' }),
  LeakyRelu: unary(FLOAT, { alpha: 'float' }),
  'com.microsoft.Gelu': activation,
};
