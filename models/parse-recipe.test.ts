import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseRecipe, recipeInputSchema } from './parse-recipe.js';
import { describeRecipe, type RecipeStep, recipeSchema, STEP_OPTIONS } from './recipe.js';

const savitzkyGolay = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.nat(6), fc.nat(2))
  .filter(([half, polynomial, derivative]) => polynomial < 2 * half + 1 && derivative <= polynomial)
  .map(([half, polynomial, derivative]) => ({
    step: 'savitzkyGolay' as const,
    window: 2 * half + 1,
    polynomial,
    derivative,
  }));

/** Every step with any of its options. */
const STEPS: { readonly [Name in RecipeStep['step']]: fc.Arbitrary<Extract<RecipeStep, { step: Name }>> } = {
  tic: fc.constant({ step: 'tic' }),
  max: fc.constant({ step: 'max' }),
  pqn: fc.constant({ step: 'pqn' }),
  snv: fc.constant({ step: 'snv' }),
  sqrt: fc.constant({ step: 'sqrt' }),
  log1p: fc.constant({ step: 'log1p' }),
  fill: fc.constant({ step: 'fill', with: 'median' }),
  detrend: fc.nat(10).map((degree) => ({ step: 'detrend', degree })),
  savitzkyGolay,
  autoscale: fc.constant({ step: 'autoscale' }),
};

describe('parseRecipe', () => {
  it('reads back what describeRecipe writes, for every recipe', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...Object.values<fc.Arbitrary<RecipeStep>>(STEPS)), { maxLength: 6 }), (recipe) => {
        expect(parseRecipe(describeRecipe(recipe))).toEqual(recipe);
      }),
    );
  });

  it.each([
    ['sqrt → snv', 'sqrt → snv'],
    ['sqrt,snv', 'sqrt → snv'],
    [' sqrt -> snv ', 'sqrt → snv'],
    ['savitzkyGolay(15, 3, 2)', 'savitzkyGolay(15, 3, 2)'],
    ['savitzkyGolay(15,3,2),snv', 'savitzkyGolay(15, 3, 2) → snv'],
    ['savitzkyGolay', 'savitzkyGolay(11, 2, 0)'],
    ['savitzkyGolay(7)', 'savitzkyGolay(7, 2, 0)'],
    ['detrend(3)', 'detrend(3)'],
    ['detrend()', 'detrend(2)'],
    ['detrend → pqn', 'detrend(2) → pqn'],
    ['fill, fill(median)', 'fill(median) → fill(median)'],
    ['raw', 'raw'],
  ])('reads "%s"', (text, expected) => {
    expect(describeRecipe(parseRecipe(text))).toBe(expected);
  });

  it('names the nearest step, and lists all there are with their options', () => {
    for (const name of Object.keys(STEP_OPTIONS)) {
      expect(() => parseRecipe(`sqrt, ${name}x`)).toThrow(
        expect.objectContaining({
          code: 'usage',
          message: expect.stringContaining(`no preprocessing step "${name}x". Did you mean "${name}"?`),
        }),
      );
    }
    expect(() => parseRecipe('SNV')).toThrow(/Did you mean "snv"/);
    expect(() => parseRecipe('something else')).toThrow(/savitzkyGolay\(window, polynomial, derivative\), autoscale/);
    expect(() => parseRecipe('multiplicative')).toThrow(/no preprocessing step "multiplicative". Steps: tic, max, pqn/);
  });

  it.each([
    ['', /step is missing at the end of ""/],
    ['sqrt,', /step is missing at the end of "sqrt,"/],
    ['sqrt,,snv', /at ",snv" of "sqrt,,snv"/],
    ['sqrt snv', /at "sqrt snv"/],
    ['detrend(3', /at "detrend\(3"/],
    ['detrend((3))', /at "detrend\(\(3\)\)"/],
    ['raw, snv', /no preprocessing step "raw"/],
    ['snv(1)', /snv\(1\) has too many options. Expected snv\./],
    ['savitzkyGolay(1, 2, 3, 4)', /too many options. Expected savitzkyGolay\(window, polynomial, derivative\)/],
    ['savitzkyGolay(10)', /savitzkyGolay\(10\) is wrong.[\s\S]*the window must be odd/],
    ['detrend(a)', /detrend\(a\) is wrong: .*number.* Expected detrend\(degree\)/],
    ['detrend(1, )', /too many options/],
    ['detrend(-1)', /detrend\(-1\) is wrong/],
    ['detrend(1.5)', /detrend\(1.5\) is wrong/],
    ['fill(mean)', /fill\(mean\) is wrong.[\s\S]*median/],
    ['toString', /no preprocessing step "toString"/],
  ])('refuses "%s"', (text, message) => {
    expect(() => parseRecipe(text)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });
});

describe('recipeInputSchema', () => {
  it('takes text and lists alike', () => {
    const list = [{ step: 'pqn' }, { step: 'detrend', degree: 3 }];
    expect(recipeInputSchema.parse('pqn, detrend(3)')).toEqual(list);
    expect(recipeInputSchema.parse(list)).toEqual(recipeSchema.parse(list));
  });

  it('says what is wrong with a text, and with a list', () => {
    const problem = (value: unknown) => z.prettifyError(recipeInputSchema.safeParse(value).error as z.ZodError);
    expect(problem('sqrt, svn')).toMatch(/no preprocessing step "svn". Did you mean "snv"/);
    for (const value of [[{ step: 'magic' }], 3]) {
      expect(problem(value)).toMatch(/expected preprocessing as "sqrt → snv" or as \[.*Steps: tic, max/);
    }
    expect(problem([{ step: 'savitzkyGolay', window: 10 }])).toMatch(/the window must be odd\n.*at \[0\].window/);
  });
});
