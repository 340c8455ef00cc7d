import { createRandom, type TensorValue } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { encoderFitter, graphEngine, REPLICATE_ENCODER, simulate, simulatorParameters } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { type BranchChoice, explainedVerifier, load } from './explained-verifier.setup.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';

const PLANTED = 10;
const FISH = 3;

/**
 * Simulated spectra whose batches differ in ten known bins alone: the simulator's own batches are torn apart, and new ones are given
 * out, each with its own height of every one of these ten peaks.
 */
function plantedSet() {
  const design = { batches: 20, fishPerBatch: FISH, qcInterval: 0 };
  const set = simulate(simulatorParameters('default', { axis: { bins: 200 }, design }), 4);
  const bins = set.axis.values.length;
  const random = createRandom(4, 'planted');
  const order = random.permutation(set.names.length);
  const data = new Float32Array(set.intensities.length);
  order.forEach((from, to) => {
    data.set(set.intensities.subarray(from * bins, (from + 1) * bins), to * bins);
  });
  // Peaks that every spectrum has: of the upper half by median height.
  const medians = Array.from({ length: bins }, (_, bin) => {
    const column = order.map((row) => data[row * bins + bin] as number).sort((x, y) => x - y);
    return column[column.length >> 1] as number;
  });
  const high = Array.from(medians.keys()).sort((i, j) => (medians[j] as number) - (medians[i] as number));
  const planted = random
    .permutation(bins / 2)
    .slice(0, PLANTED)
    .map((i) => high[i] as number);
  const groups = order.map((_, row) => `batch ${Math.floor(row / FISH)}`);
  for (let batch = 0; batch * FISH < order.length; batch++) {
    for (const bin of planted) {
      const factor = Math.exp(1.2 * random.normal());
      for (let row = batch * FISH; row < (batch + 1) * FISH; row++) {
        data[row * bins + bin] = (data[row * bins + bin] as number) * factor;
      }
    }
  }
  return { axis: set.axis, rows: { count: order.length, bins, data } as Rows, groups, planted };
}

const { axis, rows, groups, planted } = plantedSet();
const { bins } = rows;
const rowOf = (i: number) => rows.data.slice(i * bins, (i + 1) * bins);
/** Spectra of neighbouring batches: each pair is of two. */
const PAIRS = Array.from({ length: 16 }, (_, p) => [p * FISH, (p + 2) * FISH + 1] as const);

const SYSTEMS: readonly [string, BranchChoice, number][] = [
  ['the floor', { recipe: 'log1p, snv', backEnd: 'cosine' }, 0.5],
  ['a linear verifier', { recipe: 'log1p, snv', backEnd: 'PLDA (PCA-20)' }, 0.6],
  ['a verifier on a trained encoder', { recipe: 'log1p, snv', backEnd: 'PLDA (PCA-20)', encoded: true }, 0.5],
];

describe.each(SYSTEMS)('what %s says of spectra that differ in ten known bins', async (_, choice, recall) => {
  const fitEncoder = encoderFitter(graphEngine(nodeRuntime(), ONE_THREAD), { ...REPLICATE_ENCODER, steps: 30 });
  const { graphs } = await explainedVerifier(rows, groups, axis, [choice], choice.encoded ? { fitEncoder } : {});
  const [explain, model, score] = await Promise.all([load(graphs.explain), load(graphs.model), load(graphs.score)]);
  const matrix = (data: Float32Array, width: number): TensorValue => ({
    type: 'float32',
    dims: [data.length / width, width],
    data,
  });
  const side = (of: 0 | 1) => matrix(Float32Array.from(PAIRS.flatMap((pair) => [...rowOf(pair[of])])), bins);
  const explained = await explain.run({ a: side(0), b: side(1) });
  const partOf = (name: string, at: number) => Number(explained[name]?.data[at]);
  const parts = (p: number) =>
    Float64Array.from({ length: bins }, (_, bin) =>
      ['partsA', 'partsB'].reduce((sum, name) => sum + partOf(name, p * bins + bin) / 2, 0),
    );
  const ranked = (p: number) => {
    const of = parts(p);
    return Array.from(of.keys()).sort((i, j) => (of[i] as number) - (of[j] as number));
  };
  const scoreOf = async (a: Float32Array, b: Float32Array) => {
    const embedded = await Promise.all([a, b].map((data) => model.run({ spectra: matrix(data, bins) })));
    const [left, right] = embedded.map((outputs) => outputs.embedding as TensorValue) as [TensorValue, TensorValue];
    const outputs = await score.run({ a: left, b: right });
    return (outputs.score as TensorValue & { readonly data: Float32Array }).data[0] as number;
  };

  it('finds them among the strongest, several times as often as chance would', () => {
    const strongest = new Float64Array(bins);
    PAIRS.forEach((_, p) => {
      parts(p).forEach((value, bin) => {
        strongest[bin] = (strongest[bin] as number) + Math.abs(value);
      });
    });
    const top = Array.from(strongest.keys())
      .sort((i, j) => (strongest[j] as number) - (strongest[i] as number))
      .slice(0, PLANTED);
    const hits = top.filter((bin) => planted.includes(bin)).length / PLANTED;
    expect(hits).toBeGreaterThanOrEqual(recall);
    // By chance a twentieth.
    expect(recall).toBeGreaterThan((8 * PLANTED) / bins);
  });

  it('names raw bins that, taken from the other spectrum, bring the two together sooner than random ones', async () => {
    const random = createRandom(5, 'deletion');
    const counts = [2, 5, 10, 20];
    let [named, drawn] = [0, 0];
    for (const [p, [i, j]] of PAIRS.slice(0, 6).entries()) {
      const [a, b] = [rowOf(i), rowOf(j)];
      const curve = async (order: readonly number[]) => {
        let sum = 0;
        for (const count of counts) {
          const mixed = a.slice();
          for (const bin of order.slice(0, count)) {
            mixed[bin] = b[bin] as number;
          }
          sum += (await scoreOf(mixed, b)) / counts.length;
        }
        return sum;
      };
      const [start, end] = [await scoreOf(a, b), await scoreOf(b, b)];
      named += ((await curve(ranked(p))) - start) / (end - start) / 6;
      drawn += ((await curve(random.permutation(bins))) - start) / (end - start) / 6;
    }
    expect(named - drawn).toBeGreaterThan(0.15);
  });
});
