import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkGraph, encodeModel, type Graph, traceDynamic } from '@spectrosim/export';
import { alignRows, describeRecipe, parseRecipe, type Recipe, type TensorValue } from '@spectrosim/models';
import { fitRecipe, type HostWeights, preprocess, type Rows } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { rowsAt, runOnRows } from '@spectrosim/training';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readSpectra } from '../cli/input-files.js';
import { expectNear, type Fn, normals, runEager } from './eager.setup.js';
import { interpret } from './interpreter/interpret.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';
import { TOLERANCES } from './tolerances.js';

const run = (fn: (x: Tensor, weights: Record<string, Tensor>) => Tensor, rows: Rows, weights: HostWeights) =>
  runOnRows(nodeRuntime(), ONE_THREAD, fn as Parameters<typeof runOnRows>[2], rows, weights);
const fitOn = (recipe: Recipe, rows: Rows) => fitRecipe(recipe, rows, run);
const fnOf =
  (recipe: Recipe): Fn =>
  ({ x, ...weights }) => ({ y: preprocess(recipe, weights, x as Tensor) });
const graphOf = (recipe: Recipe, weights: HostWeights, bins: number): Graph =>
  traceDynamic('preprocess', fnOf(recipe), { ...weights, x: { type: 'float32', dims: ['B', bins] } }, 'B');

const BINS = 90;

/** Raw intensities like a table of peaks: some not detected, another number in each row, the last row nowhere. */
function peaks(count: number): Rows {
  const data = (normals('peaks', count, BINS).data as Float32Array).map((value, i) =>
    value < -0.4 || (i / BINS) % 7 > 6 - 1 / BINS ? 0 : 2e4 * Math.exp(value),
  );
  data.fill(0, (count - 1) * BINS);
  return { count, bins: BINS, data };
}

/** Raw intensities like an optical spectrum: negative ones, a strong curved baseline. */
function profiles(count: number): Rows {
  const data = (normals('profiles', count, BINS).data as Float32Array).map((value, i) => {
    const position = (i % BINS) / BINS;
    return 0.1 * value + 3 * position ** 2 - position;
  });
  return { count, bins: BINS, data };
}

describe.each([
  'tic',
  'max',
  'pqn',
  'snv',
  'sqrt',
  'log1p',
  'fill',
  'detrend(0)',
  'detrend',
  'detrend(3)',
  'savitzkyGolay',
  'savitzkyGolay(11, 2, 1)',
  'savitzkyGolay(15, 3, 2)',
  'autoscale',
  'fill, pqn, sqrt, snv',
  'tic, pqn, autoscale',
  'snv, detrend',
  'detrend(3), snv',
  'log1p, snv',
  'sqrt, savitzkyGolay(15, 3, 2), snv, autoscale',
])('%s in a graph', (text) => {
  const recipe = parseRecipe(text);
  const tolerance = recipe.length > 1 ? TOLERANCES.recipe : TOLERANCES.encoder;

  it.each([
    ['peaks', peaks],
    ['profiles', profiles],
  ])('is what tfjs computes, and what double precision does, of %s at batch 1, 2 and 5', async (_, make) => {
    const rows = make(9);
    const weights = await fitOn(recipe, rows);
    const graph = graphOf(recipe, weights, BINS);
    checkGraph(graph, { batches: [1, 2, 5] });
    expect(graph.nodes.map(({ op }) => op)).not.toContain('Shape');
    const session = await nodeRuntime().load(encodeModel(graph), ONE_THREAD);
    for (const batch of [1, 2, 5]) {
      const { data } = rowsAt(
        rows,
        Array.from({ length: batch }, (__, i) => rows.count - 1 - i),
      );
      const x: TensorValue = { type: 'float32', dims: [batch, BINS], data };
      const y = (await session.run({ x })).y as TensorValue;
      expect([y.type, y.dims]).toEqual(['float32', [batch, BINS]]);
      expect((y.data as Float32Array).every(Number.isFinite)).toBe(true);
      expectNear(y.data as Float32Array, runEager(fnOf(recipe), { x, ...weights }).y?.data as Float32Array, tolerance);
      expectNear(y.data as Float32Array, interpret(graph, { x }).y?.data as Float64Array, tolerance);
    }
    await session.dispose();
  });

  it('gives finite numbers of zeros, though fitted on nothing else', async () => {
    const zeros = { count: 3, bins: BINS, data: new Float32Array(3 * BINS) };
    const weights = await fitOn(recipe, zeros);
    for (const rows of [zeros, peaks(3), profiles(3)]) {
      const values = await run((x, w) => preprocess(recipe, w, x), rows, weights);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('a logarithm before a step that takes the mean off', () => {
  it.each(['log1p, snv', 'log1p, detrend(1)'])(
    '%s keeps the digits that a logarithm near 10 has not (float64)',
    async (text) => {
      const bins = 3000;
      // Counts of some 20,000 whose logarithms differ by a tenth: a digit of them at 10 is 1e-5 of that.
      const data = Float32Array.from({ length: bins }, (_, i) => 2e4 * Math.exp(0.1 * Math.sin(i / 97)));
      const recipe = parseRecipe(text);
      const graph = graphOf(recipe, {}, bins);
      const got = await run((x, w) => preprocess(recipe, w, x), { count: 1, bins, data }, {});
      const x: TensorValue = { type: 'float32', dims: [1, bins], data };
      expectNear(got, interpret(graph, { x }).y?.data as Float64Array, 1.5e-6);
      const plain = interpret(graphOf(recipe.slice(1), {}, bins), {
        x: { ...x, data: data.map((value) => Math.log1p(value)) },
      });
      expectNear(got, plain.y?.data as Float64Array, TOLERANCES.recipe);
    },
  );
});

describe.each([
  ['dims-mtbls79', ['fill, pqn, sqrt, snv', 'tic, pqn, log1p', 'pqn, sqrt, fill, autoscale']],
  ['oliveoil-ftir', ['detrend(3), snv', 'snv, detrend', 'savitzkyGolay(15, 3, 2), snv', 'pqn, sqrt']],
  ['fishoil-raman', ['detrend(3), snv', 'savitzkyGolay(15, 3, 2), snv']],
])('real spectra, %s', (name, texts) => {
  const folder = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));
  const absent = !existsSync(folder);
  const why = absent ? ` (skipped: ../shared/data/${name} is not here)` : '';

  it.skipIf(absent).each(texts)(`%s is finite, and as in double precision${why}`, async (text) => {
    const set = await readSpectra(folder, undefined);
    const bins = set.axis.values.length;
    const rows = { count: set.names.length, bins, data: alignRows(set, set.axis) };
    const recipe = parseRecipe(text);
    const weights = await fitOn(recipe, rows);
    const values = await run((x, w) => preprocess(recipe, w, x), rows, weights);
    expect(values).toHaveLength(rows.data.length);
    expect(values.every(Number.isFinite), describeRecipe(recipe)).toBe(true);
    const few = rowsAt(rows, [0, 50, 100]);
    const x: TensorValue = { type: 'float32', dims: [few.count, bins], data: few.data };
    const exact = interpret(graphOf(recipe, weights, bins), { x }).y?.data as Float64Array;
    [0, 50, 100].forEach((row, i) => {
      expectNear(
        values.subarray(row * bins, (row + 1) * bins),
        exact.subarray(i * bins, (i + 1) * bins),
        TOLERANCES.recipe,
      );
    });
  });
});
