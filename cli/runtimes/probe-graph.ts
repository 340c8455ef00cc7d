import { type GraphRuntime, type LoadOptions, SpectroSimError, type TensorValue } from '@spectrosim/models';

/**
 * Scores one embedding against itself with a pair-score graph of two numbers: the cosine is 1.
 *
 * @throws SpectroSimError `check` when it is another number, and whatever loading and running throw
 */
export async function scoresOne(runtime: GraphRuntime, graph: Uint8Array, options: LoadOptions): Promise<true> {
  const row: TensorValue = { type: 'float32', dims: [1, 2], data: Float32Array.of(3, 4) };
  const session = await runtime.load(graph, options);
  try {
    const { score } = await session.run({ a: row, b: row });
    if (!(Math.abs(Number(score?.data[0]) - 1) < 1e-5)) {
      throw new SpectroSimError('check', `It gave ${score?.data[0]} where 1 is right.`);
    }
    return true;
  } finally {
    await session.dispose();
  }
}
