import { parseRecipe } from '@spectrosim/models';
import { fitRecipe, preprocess } from '@spectrosim/models/graph';
import { describe, expect, it } from 'vitest';
import { rowsAt } from '../dataset.js';
import { createPreprocessor, type RunOnRows } from './preprocessor.js';
import { run, spectra } from './spectra.setup.js';

const { rows } = spectra(new Array<number>(4).fill(3), 1);
const [one, other] = [
  [0, 1, 2, 3, 4, 5, 6],
  [5, 6, 7, 8, 9, 10, 11],
];

describe('createPreprocessor', () => {
  it.each(['raw', 'snv', 'autoscale', 'pqn, log1p', 'sqrt, autoscale', 'pqn, fill, sqrt, autoscale'])(
    'gives what the recipe fitted on the training side gives all rows: %s',
    async (text) => {
      const recipe = parseRecipe(text);
      const preprocessor = createPreprocessor(rows, run);
      for (const train of [one, other]) {
        const fitted = await fitRecipe(recipe, rowsAt(rows, train), run);
        const expected = await run((x, w) => preprocess(recipe, w, x), rows, fitted);
        const result = await preprocessor(recipe, train);
        expect(Array.from(result.rows.data)).toEqual(Array.from(expected, (value) => expect.closeTo(value, 5)));
        expect(Object.keys(result.weights).sort()).toEqual(Object.keys(fitted).sort());
      }
    },
  );

  it('learns anew of every training side, and computes nothing twice', async () => {
    let runs = 0;
    const counted: RunOnRows = (...of) => {
      runs++;
      return run(...of);
    };
    const preprocessor = createPreprocessor(rows, counted);
    const ask = async (text: string, train: readonly number[]) => preprocessor(parseRecipe(text), train);
    const first = await ask('sqrt, pqn, autoscale', one);
    expect([runs, first.learned]).toEqual([3, true]);
    expect(await ask('sqrt, pqn, autoscale', one)).toBe(first);
    expect(await ask('sqrt', one)).toBe(await ask('sqrt', other));
    expect(runs).toBe(3);
    expect((await ask('sqrt, pqn, autoscale', other)).rows.data).not.toEqual(first.rows.data);
    expect(runs).toBe(5);
  });
});
