import '@tensorflow/tfjs';
import { parseRecipe } from '@spectrosim/models';
import { fitRecipe, type Rows } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { rowsAt } from '../dataset.js';
import type { TrainingPorts } from '../loop/train.js';
import { simulate, simulatorParameters } from '../simulator/index.js';
import { areaUnderRoc } from './area-under-roc.js';
import { measureSystem } from './evaluate.js';
import { chooseFloor, FLOOR_RECIPES, floorWith, rowCosines } from './floor.js';
import { allPairs } from './pairs.js';
import { shuffledGroups } from './shuffled-groups.js';
import { holdOutGroups } from './splits.js';
import { balancedAccuracy } from './threshold.js';

tf.enableProdMode();
await tf.setBackend('cpu');

/** Rows through tfjs' cpu backend, with a record of what was asked for. */
function eager() {
  const seen: Rows[] = [];
  const run: TrainingPorts['runOnRows'] = async (fn, rows, weights) => {
    seen.push(rows);
    return tf.tidy(() => {
      const named = Object.entries(weights ?? {}).map(([name, { data, dims }]) => [
        name,
        tf.tensor(data as Float32Array, [...dims]),
      ]);
      return fn(tf.tensor2d(rows.data, [rows.count, rows.bins]), Object.fromEntries(named)).dataSync() as Float32Array;
    });
  };
  return { run, seen };
}

const set = simulate(
  simulatorParameters('easy', { axis: { bins: 130 }, design: { batches: 16, fishPerBatch: 4, qcInterval: 0 } }),
  3,
);
const rows: Rows = { count: set.names.length, bins: 130, data: set.intensities };
const groups = set.columns.get('batch') as readonly string[];

describe('chooseFloor', () => {
  it('takes the recipe that ranks the training pairs best and its best threshold there (exhaustive search)', async () => {
    const { run, seen } = eager();
    const pairs = allPairs(groups);
    const floor = await chooseFloor(rows, pairs, run);
    expect(seen.every((one) => one === rows)).toBe(true);
    const { same } = pairs;
    const aucs = await Promise.all(
      FLOOR_RECIPES.map(async (recipe) =>
        areaUnderRoc({ scores: await floorWith(recipe, 0, run).score(rows, pairs), same }),
      ),
    );
    const scores = await floor.score(rows, pairs);
    expect(areaUnderRoc({ scores, same })).toBe(Math.max(...aucs));
    const best = Math.max(...Array.from(scores, (score) => balancedAccuracy({ scores, same }, score)));
    expect(balancedAccuracy({ scores, same }, floor.threshold)).toBeCloseTo(best, 12);
  });

  it('does not change with what the test spectra are', async () => {
    const { train, test } = holdOutGroups(groups, 0.25, 1);
    const choose = (of: Rows) =>
      chooseFloor(rowsAt(of, train), allPairs(train.map((i) => groups[i] as string)), eager().run);
    const altered = { ...rows, data: rows.data.slice() };
    for (const i of test) {
      altered.data.fill(1e6, i * rows.bins, (i + 1) * rows.bins);
    }
    const [one, other] = [await choose(rows), await choose(altered)];
    expect([other.recipe, other.threshold]).toEqual([one.recipe, one.threshold]);
  });

  it('fits the steps that learn on the training rows, and keeps what they learned', async () => {
    const { train, test } = holdOutGroups(groups, 0.5, 1);
    const recipe = parseRecipe('sqrt, autoscale');
    const { run } = eager();
    const trainRows = rowsAt(rows, train);
    const trainPairs = allPairs(train.map((i) => groups[i] as string));
    const floor = await chooseFloor(trainRows, trainPairs, run, [recipe]);
    expect(floor.recipe).toEqual(recipe);
    expect(floor.statistics).toEqual(await fitRecipe(recipe, trainRows, run));
    const testPairs = allPairs(test.map((i) => groups[i] as string));
    const scores = await floor.score(rowsAt(rows, test), testPairs);
    expect(scores).toEqual(await floorWith(recipe, 0, run, floor.statistics).score(rowsAt(rows, test), testPairs));
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  it('leaves out recipes that need more bins than there are', async () => {
    const few = { count: 4, bins: 3, data: Float32Array.of(1, 2, 3, 1, 2, 4, 9, 1, 1, 8, 1, 1) };
    const floor = await chooseFloor(few, allPairs(['a', 'a', 'b', 'b']), eager().run);
    expect(floor.recipe.map(({ step }) => step)).not.toContain('savitzkyGolay');
  });
});

describe('a control: labels permuted', () => {
  const { train, test } = holdOutGroups(groups, 0.5, 1);
  const auc = async (labels: readonly string[], seed: number) => {
    const side = (indices: readonly number[]) => indices.map((i) => labels[i] as string);
    const floor = await chooseFloor(rowsAt(rows, train), allPairs(side(train)), eager().run);
    const pairs = allPairs(side(test));
    const scores = await floor.score(rowsAt(rows, test), pairs);
    return measureSystem({ system: '', scores, threshold: 0 }, pairs, side(test), seed).auc;
  };

  it('finds the batches with true labels', async () => {
    expect((await auc(groups, 1)).lo).toBeGreaterThan(0.6);
  });

  it('finds nothing with permuted ones: one half within the 99% interval of 20 shuffles', async () => {
    const aucs = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) => {
        // Within each side, so that groups stay on their side of the split.
        const labels = [...groups];
        for (const side of [train, test]) {
          const shuffled = shuffledGroups(
            side.map((i) => groups[i] as string),
            seed,
          );
          side.forEach((i, to) => {
            labels[i] = shuffled[to] as string;
          });
        }
        return auc(labels, seed);
      }),
    );
    const mean = aucs.reduce((sum, one) => sum + one.mean, 0) / aucs.length;
    const sd = Math.sqrt(aucs.reduce((sum, one) => sum + (one.mean - mean) ** 2, 0) / (aucs.length - 1));
    // Student's t with 19 degrees of freedom, two-sided 99%: 2.861.
    expect(Math.abs(mean - 0.5)).toBeLessThan((2.861 * sd) / Math.sqrt(aucs.length));
    expect(aucs.filter(({ lo, hi }) => lo <= 0.5 && 0.5 <= hi).length).toBeGreaterThanOrEqual(16);
  });
});

describe('rowCosines', () => {
  it('is the cosine of the rows that a pair names (by hand)', () => {
    const cosines = rowCosines(Float32Array.of(1, 0, 1, 1, 0, 0), 2, allPairs(['a', 'a', 'b']));
    expect(Array.from(cosines)).toEqual([Math.SQRT1_2, 0, 0].map((value) => expect.closeTo(value, 12)));
  });
});
