import {
  broadcast,
  type Call,
  FLOAT,
  fail,
  type InferredValue,
  inputAt,
  intOf,
  type Rule,
  SIGNED,
  sameType,
  showShape,
} from './rule.js';

/** Shape of a (batched) matrix product by NumPy's rule: 1-D operands get a dimension that the result loses again. */
function multiply(a: readonly number[], b: readonly number[]): number[] {
  if (a.length === 0 || b.length === 0) fail('An operand is a scalar. Expected a vector or matrices.');
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const [rows = 0, inner = 0] = left.slice(-2);
  const [depth = 0, columns = 0] = right.slice(-2);
  if (inner !== depth) fail(`The inner sizes of ${showShape(a)} and ${showShape(b)} differ: ${inner} and ${depth}.`);
  const batch = broadcast([left.slice(0, -2), right.slice(0, -2)]);
  return [...batch, ...(a.length === 1 ? [] : [rows]), ...(b.length === 1 ? [] : [columns])];
}

function inferMatMul(call: Call): InferredValue[] {
  const [a, b] = [inputAt(call, 0, SIGNED), inputAt(call, 1, SIGNED)];
  return [{ type: sameType([a, b]), dims: multiply(a.dims, b.dims) }];
}

function inferFusedMatMul(call: Call): InferredValue[] {
  for (const name of ['transBatchA', 'transBatchB']) {
    if (intOf(call, name, 0) !== 0) fail(`Attribute "${name}" is set, which is not supported.`);
  }
  const operand = (index: number, flag: string) => {
    const { dims } = inputAt(call, index, FLOAT);
    if (intOf(call, flag, 0) === 0 || dims.length < 2) return dims;
    const [rows = 0, columns = 0] = dims.slice(-2);
    return [...dims.slice(0, -2), columns, rows];
  };
  return [{ type: 'float32', dims: multiply(operand(0, 'transA'), operand(1, 'transB')) }];
}

function inferGemm(call: Call): InferredValue[] {
  const [a, b] = [inputAt(call, 0, SIGNED), inputAt(call, 1, SIGNED)];
  const type = sameType([a, b, ...(call.inputs[2] ? [call.inputs[2]] : [])]);
  if (a.dims.length !== 2 || b.dims.length !== 2) fail('Expected two matrices of rank 2; use MatMul for batches.');
  const left = intOf(call, 'transA', 0) === 0 ? a.dims : a.dims.toReversed();
  const right = intOf(call, 'transB', 0) === 0 ? b.dims : b.dims.toReversed();
  const dims = multiply(left, right);
  const bias = call.inputs[2]?.dims;
  if (bias !== undefined && String(broadcast([dims, bias])) !== String(dims)) {
    fail(`The bias ${showShape(bias)} does not broadcast to ${showShape(dims)}.`);
  }
  return [{ type, dims }];
}

/** Matrix products. */
export const PRODUCTS: Readonly<Record<string, Rule>> = {
  MatMul: { inputs: [2, 2], outputs: [1, 1], attributes: {}, infer: inferMatMul },
  Gemm: {
    inputs: [2, 3],
    outputs: [1, 1],
    attributes: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int' },
    infer: inferGemm,
  },
  'com.microsoft.FusedMatMul': {
    inputs: [2, 2],
    outputs: [1, 1],
    attributes: { alpha: 'float', transA: 'int', transB: 'int', transBatchA: 'int', transBatchB: 'int' },
    infer: inferFusedMatMul,
  },
};
