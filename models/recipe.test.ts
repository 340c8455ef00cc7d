import { describe, expect, it } from 'vitest';
import { describeRecipe, recipeSchema } from './recipe.js';

const problems = (recipe: unknown) => {
  const { error } = recipeSchema.safeParse(recipe);
  return JSON.stringify(error?.issues ?? []);
};

describe('recipeSchema', () => {
  it('fills in Savitzky–Golay defaults', () => {
    expect(recipeSchema.parse([{ step: 'snv' }, { step: 'savitzkyGolay' }])).toEqual([
      { step: 'snv' },
      { step: 'savitzkyGolay', window: 11, polynomial: 2, derivative: 0 },
    ]);
  });

  it.each([
    [{ window: 10 }, /the window must be odd/],
    [{ window: 1 }, /window/],
    [{ window: 11.5 }, /window/],
    [{ window: 5, polynomial: 5 }, /polynomial must be below window/],
    [{ polynomial: -1 }, /polynomial/],
    [{ polynomial: 1, derivative: 2 }, /derivative must not exceed polynomial/],
    [{ derivative: 3, polynomial: 4 }, /derivative/],
    [{ order: 2 }, /order/],
  ])('refuses Savitzky–Golay with %j', (options, message) => {
    expect(problems([{ step: 'savitzkyGolay', ...options }])).toMatch(message);
  });

  it('refuses unknown steps and unknown options', () => {
    expect(problems([{ step: 'msc' }])).not.toBe('[]');
    expect(problems([{ step: 'snv', ddof: 0 }])).toMatch(/ddof/);
    expect(problems({ step: 'snv' })).toMatch(/array/);
  });
});

describe('describeRecipe', () => {
  it('gives one line', () => {
    expect(describeRecipe([])).toBe('raw');
    expect(describeRecipe(recipeSchema.parse([{ step: 'sqrt' }, { step: 'savitzkyGolay', derivative: 1 }]))).toBe(
      'sqrt → savitzkyGolay(11, 2, 1)',
    );
  });
});
