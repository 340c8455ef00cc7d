import type { ElementType } from '@spectrosim/models';
import { erf } from '../erf.js';
import { floatOf, inputAt, intOf, type Operands, type Operator } from '../operator.js';
import { broadcastDims, broadcastTo, coerce, type RealTensor, tensor } from '../tensor.js';

function map(value: RealTensor, f: (x: number) => number): RealTensor[] {
  const { type, dims, data } = value;
  const result = new Float64Array(data.length);
  for (let index = 0; index < data.length; index++) result[index] = f(data[index] as number);
  return [tensor(type, dims, result)];
}

const unary =
  (f: (x: number) => number): Operator =>
  (operands) =>
    map(inputAt(operands, 0), f);

function zip(a: RealTensor, b: RealTensor, type: ElementType, f: (x: number, y: number) => number): RealTensor {
  const dims = broadcastDims([a.dims, b.dims]);
  const [left, right] = [broadcastTo(a, dims), broadcastTo(b, dims)];
  const result = new Float64Array(left.length);
  for (let index = 0; index < left.length; index++) result[index] = f(left[index] as number, right[index] as number);
  if (type !== 'float32')
    for (let index = 0; index < result.length; index++) result[index] = coerce(type, result[index] as number);
  return tensor(type, dims, result);
}

/** Of the type of the first input; integers wrap and division truncates, as in the type. */
const arithmetic =
  (f: (x: number, y: number) => number): Operator =>
  (operands) => {
    const a = inputAt(operands, 0);
    return [zip(a, inputAt(operands, 1), a.type, f)];
  };

const comparison =
  (f: (x: number, y: number) => boolean): Operator =>
  (operands) => [zip(inputAt(operands, 0), inputAt(operands, 1), 'bool', (x, y) => Number(f(x, y)))];

const extremum =
  (f: (x: number, y: number) => number): Operator =>
  (operands) => {
    const values = operands.inputs.map((_, index) => inputAt(operands, index));
    return [values.reduce((a, b) => zip(a, b, a.type, f))];
  };

function where(operands: Operands): RealTensor[] {
  const [condition, a, b] = [inputAt(operands, 0), inputAt(operands, 1), inputAt(operands, 2)];
  const dims = broadcastDims([condition.dims, a.dims, b.dims]);
  const [test, yes, no] = [broadcastTo(condition, dims), broadcastTo(a, dims), broadcastTo(b, dims)];
  return [
    tensor(
      a.type,
      dims,
      test.map((flag, index) => (flag === 0 ? no : yes)[index] as number),
    ),
  ];
}

function cast(operands: Operands): RealTensor[] {
  const types: Record<number, ElementType> = { 1: 'float32', 2: 'uint8', 6: 'int32', 7: 'int64', 9: 'bool' };
  const to = intOf(operands, 'to', 0);
  const type = types[to];
  if (type === undefined) throw new Error(`cannot cast to ONNX data type ${to}`);
  const { dims, data } = inputAt(operands, 0);
  return [
    tensor(
      type,
      dims,
      data.map((value) => coerce(type, value)),
    ),
  ];
}

function clip(operands: Operands): RealTensor[] {
  const low = operands.inputs[1]?.data[0] ?? Number.NEGATIVE_INFINITY;
  const high = operands.inputs[2]?.data[0] ?? Number.POSITIVE_INFINITY;
  return map(inputAt(operands, 0), (x) => Math.min(Math.max(x, low), high));
}

function selu(operands: Operands): RealTensor[] {
  const alpha = floatOf(operands, 'alpha', 1.6732631921768188);
  const gamma = floatOf(operands, 'gamma', 1.0507010221481323);
  return map(inputAt(operands, 0), (x) => gamma * (x > 0 ? x : alpha * Math.expm1(x)));
}

function elu(operands: Operands): RealTensor[] {
  const alpha = floatOf(operands, 'alpha', 1);
  return map(inputAt(operands, 0), (x) => (x > 0 ? x : alpha * Math.expm1(x)));
}

function leakyRelu(operands: Operands): RealTensor[] {
  const alpha = floatOf(operands, 'alpha', 0.01);
  return map(inputAt(operands, 0), (x) => (x < 0 ? alpha * x : x));
}

/** Operators that work element by element. */
export const ELEMENTWISE: Readonly<Record<string, Operator>> = {
  Add: arithmetic((x, y) => x + y),
  Sub: arithmetic((x, y) => x - y),
  Mul: arithmetic((x, y) => x * y),
  Div: arithmetic((x, y) => x / y),
  Pow: arithmetic((x, y) => x ** y),
  Max: extremum(Math.max),
  Min: extremum(Math.min),
  Equal: comparison((x, y) => x === y),
  Greater: comparison((x, y) => x > y),
  Less: comparison((x, y) => x < y),
  GreaterOrEqual: comparison((x, y) => x >= y),
  LessOrEqual: comparison((x, y) => x <= y),
  And: comparison((x, y) => x !== 0 && y !== 0),
  Or: comparison((x, y) => x !== 0 || y !== 0),
  Not: unary((x) => (x === 0 ? 1 : 0)),
  Where: where,
  Cast: cast,
  Clip: clip,
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sign: unary(Math.sign),
  Relu: unary((x) => Math.max(x, 0)),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sqrt: unary(Math.sqrt),
  Reciprocal: unary((x) => 1 / x),
  Erf: unary(erf),
  Tanh: unary(Math.tanh),
  Sigmoid: unary((x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)))),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Floor: unary(Math.floor),
  Softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Elu: elu,
  Selu: selu,
  LeakyRelu: leakyRelu,
  'com.microsoft.Gelu': unary((x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2))),
};
