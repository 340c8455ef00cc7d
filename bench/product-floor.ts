import { encodeModel, type Graph } from '@spectrosim/export';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Product } from './products.js';

/** Runs before the clock starts. */
const WARM = 2;

/**
 * Milliseconds of each product alone in ONNX Runtime, the fastest of some runs. One session is open at a time: threads of idle ones
 * spin, and took the cores from the one that was timed. Only the first number of a result leaves the graph: onnxruntime-node copies
 * what does, and a copy of the whole took longer than some products.
 */
export async function timeInOrt(products: readonly Product[], threads: number, rounds: number): Promise<number[]> {
  const fastest: number[] = [];
  for (const product of products) {
    const { session, run } = await prepare(product, threads);
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < WARM + rounds; round++) {
      const start = performance.now();
      await run();
      if (round >= WARM) {
        best = Math.min(best, performance.now() - start);
      }
    }
    await session.release();
    fastest.push(best);
  }
  return fastest;
}

async function prepare({ stack, rows, inner, columns, transposeLeft, transposeRight }: Product, threads: number) {
  const stacked = (a: number, b: number, transpose: boolean) => [
    ...(stack === 1 ? [] : [stack]),
    ...(transpose ? [b, a] : [a, b]),
  ];
  const left = stacked(rows, inner, transposeLeft);
  const right = stacked(inner, columns, transposeRight);
  const result = stacked(rows, columns, false);
  const plain = stack > 1 && !transposeLeft && !transposeRight;
  const graph: Graph = {
    name: 'product',
    inputs: [
      { name: 'left', type: 'float32', dims: left },
      { name: 'right', type: 'float32', dims: right },
    ],
    outputs: [{ name: 'first', type: 'float32', dims: result.map(() => 1) }],
    initializers: {
      starts: { type: 'int64', dims: [result.length], data: new BigInt64Array(result.length) },
      ends: { type: 'int64', dims: [result.length], data: new BigInt64Array(result.length).fill(1n) },
    },
    nodes: [
      {
        ...(stack === 1 ? { op: 'Gemm' } : plain ? { op: 'MatMul' } : { op: 'FusedMatMul', domain: 'com.microsoft' }),
        name: 'product',
        inputs: ['left', 'right'],
        outputs: ['product'],
        attributes: plain ? {} : { transA: { int: transposeLeft ? 1 : 0 }, transB: { int: transposeRight ? 1 : 0 } },
      },
      { op: 'Slice', name: 'first', inputs: ['product', 'starts', 'ends'], outputs: ['first'], attributes: {} },
    ],
    metadata: {},
  };
  const session = await InferenceSession.create(encodeModel(graph), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const filled = (dims: readonly number[]) => {
    const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
    return new Tensor('float32', data.fill(0.5), dims);
  };
  const feeds = { left: filled(left), right: filled(right) };
  return { session, run: () => session.run(feeds) };
}
