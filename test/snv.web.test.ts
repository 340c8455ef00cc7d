import { encodeModel, traceDynamic } from '@spectrosim/export';
import { parseRecipe, type TensorValue } from '@spectrosim/models';
import { preprocess } from '@spectrosim/models/graph';
import { webRuntime } from '@spectrosim/runtime-web';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

const BINS = 3471;

it('snv has the right length in a page, whose WebAssembly sums one number after the other (float64)', async () => {
  const data = Float32Array.from(
    { length: BINS },
    (_, i) => 9000 + 8000 * Math.sin(i / 300) ** 9 + 50 * Math.cos(i * i),
  );
  const recipe = parseRecipe('snv');
  const graph = traceDynamic(
    'snv',
    ({ x }) => ({ y: preprocess(recipe, {}, x as Tensor) }),
    { x: { type: 'float32', dims: ['B', BINS] } },
    'B',
  );
  const session = await webRuntime().load(encodeModel(graph), { provider: 'wasm', threads: 1 });
  const { y } = await session.run({ x: { type: 'float32', dims: [1, BINS], data } });
  const squares = Array.from((y as TensorValue & { data: Float32Array }).data, (value) => value * value);
  // Σ y² is n − 1, by definition.
  const off = squares.reduce((sum, square) => sum + square, 0) / (BINS - 1) - 1;
  expect(Math.abs(off)).toBeLessThan(3e-7);
  await session.dispose();
});
