import { encodeModel, type TraceInput, traceDynamic } from '@spectrosim/export';
import type { GraphRuntime, LoadOptions, TensorValue } from '@spectrosim/models';
import type { HostWeights, Rows, Weights } from '@spectrosim/models/graph';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Rows that go through a graph at once. */
const CHUNK = 64;

/**
 * Computes a tfjs function of rows by tracing it and running the graph: what is fitted on training rows goes through the
 * same operators as what is exported.
 *
 * @returns the function's `[N, W]` result
 */
export async function runOnRows(
  runtime: GraphRuntime,
  options: LoadOptions,
  fn: (x: Tensor, weights: Weights) => Tensor,
  { count, bins, data }: Rows,
  weights: HostWeights = {},
): Promise<Float32Array> {
  const graph = traceDynamic(
    'rows',
    ({ x, ...rest }) => ({ y: fn(x as Tensor, rest) }),
    { ...(weights as Record<string, TraceInput>), x: { type: 'float32', dims: ['B', bins] } },
    'B',
  );
  const session = await runtime.load(encodeModel(graph), options);
  const parts: Float32Array[] = [];
  try {
    for (let start = 0; start < count; start += CHUNK) {
      const size = Math.min(CHUNK, count - start);
      const part = data.subarray(start * bins, (start + size) * bins);
      const { y } = await session.run({ x: { type: 'float32', dims: [size, bins], data: part } });
      parts.push((y as TensorValue).data as Float32Array);
    }
  } finally {
    await session.dispose();
  }
  const result = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
