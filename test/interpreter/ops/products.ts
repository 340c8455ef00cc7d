import { floatOf, inputAt, intOf, type Operands, type Operator } from '../operator.js';
import {
  broadcastDims,
  broadcastTo,
  offsetsOf,
  type RealTensor,
  range,
  sizeOf,
  stridesOf,
  tensor,
  transpose,
} from '../tensor.js';

/** result[rows, columns] += a[rows, inner] · b[inner, columns]; rows of `b` are read in order, which caches like. */
export function multiplyAdd(
  result: Float64Array,
  a: Float64Array,
  b: Float64Array,
  [rows, inner, columns]: readonly [number, number, number],
): void {
  for (let row = 0; row < rows; row++) {
    const target = row * columns;
    for (let k = 0; k < inner; k++) {
      const factor = a[row * inner + k] as number;
      const source = k * columns;
      for (let column = 0; column < columns; column++) {
        result[target + column] = (result[target + column] as number) + factor * (b[source + column] as number);
      }
    }
  }
}

function swapLastAxes(value: RealTensor): RealTensor {
  const rank = value.dims.length;
  if (rank < 2) return value;
  return transpose(value, [...range(rank - 2), rank - 1, rank - 2]);
}

function matMul(a: RealTensor, b: RealTensor): RealTensor {
  const left = a.dims.length === 1 ? [1, ...a.dims] : a.dims;
  const right = b.dims.length === 1 ? [...b.dims, 1] : b.dims;
  const [rows = 0, inner = 0] = left.slice(-2);
  const [depth = 0, columns = 0] = right.slice(-2);
  if (inner !== depth) throw new Error(`inner sizes ${inner} and ${depth} differ`);
  const batch = broadcastDims([left.slice(0, -2), right.slice(0, -2)]);
  const [fromA, fromB] = [matrixIndices(left.slice(0, -2), batch), matrixIndices(right.slice(0, -2), batch)];
  const result = new Float64Array(sizeOf(batch) * rows * columns);
  for (let index = 0; index < sizeOf(batch); index++) {
    const [i = 0, j = 0] = [fromA[index], fromB[index]];
    multiplyAdd(
      result.subarray(index * rows * columns, (index + 1) * rows * columns),
      a.data.subarray(i * rows * inner, (i + 1) * rows * inner),
      b.data.subarray(j * inner * columns, (j + 1) * inner * columns),
      [rows, inner, columns],
    );
  }
  const dims = [...batch, ...(a.dims.length === 1 ? [] : [rows]), ...(b.dims.length === 1 ? [] : [columns])];
  return tensor(a.type, dims, result);
}

/** Which matrix of an operand each matrix of the broadcast result takes. */
function matrixIndices(own: readonly number[], batch: readonly number[]): Int32Array {
  const missing = batch.length - own.length;
  const strides = stridesOf(own);
  return offsetsOf(
    batch,
    batch.map((_, axis) => (own[axis - missing] === 1 ? 0 : (strides[axis - missing] ?? 0))),
  );
}

function gemm(operands: Operands): RealTensor[] {
  const operand = (index: number, flag: string) => {
    const value = inputAt(operands, index);
    return intOf(operands, flag, 0) === 0 ? value : swapLastAxes(value);
  };
  const [alpha, beta] = [floatOf(operands, 'alpha', 1), floatOf(operands, 'beta', 1)];
  const { type, dims, data } = matMul(operand(0, 'transA'), operand(1, 'transB'));
  const bias = operands.inputs[2];
  const added = bias === undefined ? undefined : broadcastTo(bias, dims);
  return [
    tensor(
      type,
      dims,
      data.map((value, index) => alpha * value + (added ? beta * (added[index] as number) : 0)),
    ),
  ];
}

/** Matrix products. `Gemm` is `FusedMatMul` with a bias, but for the batch axes. */
export const PRODUCTS: Readonly<Record<string, Operator>> = {
  MatMul: (operands) => [matMul(inputAt(operands, 0), inputAt(operands, 1))],
  Gemm: gemm,
  'com.microsoft.FusedMatMul': gemm,
};
