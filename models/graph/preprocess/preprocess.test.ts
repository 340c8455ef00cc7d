import { type Recipe, recipeSchema } from '@spectrosim/models';
import { xMean, xStandardDeviation } from 'ml-spectra-processing';
import { describe, expect, it, vi } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals, runEagerly, tensorsOf } from '../eager.setup.js';
import { fitRecipe, preprocess } from './preprocess.js';
import type { Rows } from './step.js';

const [count, bins] = [10, 24];
const rows: Rows = { count, bins, data: normals('recipe', count * bins).map((value) => (value + 5) * 1e4) };
const x = floats([count, bins], rows.data);

describe('preprocess', () => {
  it('with no step gives the spectra back', () => {
    expectClose(preprocess([], {}, x), rows.data, 0);
  });

  it('applies steps in order', () => {
    const row = floats([1, 3], [1, 4, 9]);
    expectClose(preprocess([{ step: 'sqrt' }, { step: 'tic' }], {}, row), [1 / 6, 2 / 6, 3 / 6], FLOAT32);
    const other = [1, 4, 9].map((value) => Math.sqrt(value / 14));
    expectClose(preprocess([{ step: 'tic' }, { step: 'sqrt' }], {}, row), other, FLOAT32);
  });

  it('names the weight that a recipe was not fitted for', () => {
    expect(() => preprocess([{ step: 'autoscale' }], {}, x)).toThrow(/no weight "mean"/);
  });
});

describe('fitRecipe', () => {
  it('runs nothing for a recipe that learns nothing', async () => {
    const run = vi.fn(runEagerly);
    expect(await fitRecipe([{ step: 'tic' }, { step: 'snv' }], rows, run)).toEqual({});
    expect(run).not.toHaveBeenCalled();
  });

  it('learns from what the steps before make of the rows, so that these come out with mean 0 and deviation 1', async () => {
    const recipe: Recipe = recipeSchema.parse([
      { step: 'log1p' },
      { step: 'savitzkyGolay', window: 5 },
      { step: 'autoscale' },
    ]);
    const weights = await fitRecipe(recipe, rows, runEagerly);
    expect(Object.keys(weights)).toEqual(['2.mean', '2.inverseDeviation']);
    const scaled = preprocess(recipe, tensorsOf(weights), x).dataSync();
    for (let bin = 0; bin < bins; bin++) {
      const column = Array.from({ length: count }, (_, row) => scaled[row * bins + bin] as number);
      expect(Math.abs(xMean(column))).toBeLessThan(1e2 * FLOAT32_SUMS);
      expect(Math.abs(xStandardDeviation(column) - 1)).toBeLessThan(1e2 * FLOAT32_SUMS);
    }
  });

  it('fits a second time on what the first made', async () => {
    const recipe: Recipe = [{ step: 'autoscale' }, { step: 'autoscale' }];
    const weights = await fitRecipe(recipe, rows, runEagerly);
    expect(Object.keys(weights)).toEqual(['0.mean', '0.inverseDeviation', '1.mean', '1.inverseDeviation']);
    expectClose(weights['1.inverseDeviation']?.data as Float32Array, new Float32Array(bins).fill(1), FLOAT32_SUMS);
  });
});
