import { z } from 'zod';

const tic = z.strictObject({ step: z.literal('tic') });
const max = z.strictObject({ step: z.literal('max') });
const pqn = z.strictObject({ step: z.literal('pqn') });
const snv = z.strictObject({ step: z.literal('snv') });
const sqrt = z.strictObject({ step: z.literal('sqrt') });
const log1p = z.strictObject({ step: z.literal('log1p') });
const fill = z.strictObject({
  step: z.literal('fill'),
  /** What a bin without a detected intensity takes: the median of those that training rows have there. @default 'median' */
  with: z.enum(['median']).default('median'),
});
const detrend = z.strictObject({
  step: z.literal('detrend'),
  /** Degree of the polynomial that is taken off. @default 2 */
  degree: z.int().min(0).max(10).default(2),
});
const savitzkyGolay = z
  .strictObject({
    step: z.literal('savitzkyGolay'),
    /** Points in the moving window; odd. @default 11 */
    window: z.int().min(3).default(11),
    /** Degree of the fitted polynomial; below `window`. @default 2 */
    polynomial: z.int().min(0).default(2),
    /** 0 smooths, 1 and 2 differentiate, per bin. @default 0 */
    derivative: z.int().min(0).max(2).default(0),
  })
  .refine(({ window }) => window % 2 === 1, { error: 'the window must be odd', path: ['window'] })
  .refine(({ window, polynomial }) => polynomial < window, {
    error: 'polynomial must be below window',
    path: ['polynomial'],
  })
  .refine(({ derivative, polynomial }) => derivative <= polynomial, {
    error: 'derivative must not exceed polynomial',
    path: ['derivative'],
  });
const autoscale = z.strictObject({ step: z.literal('autoscale') });

/** One preprocessing step, told apart by `step`. */
export const recipeStepSchema = z.discriminatedUnion('step', [
  tic,
  max,
  pqn,
  snv,
  sqrt,
  log1p,
  fill,
  detrend,
  savitzkyGolay,
  autoscale,
]);

/** A preprocessing recipe: steps in the order in which they act on raw intensities. */
export const recipeSchema = z.array(recipeStepSchema);

/** A preprocessing step, told apart by `step`. */
export type RecipeStep = z.infer<typeof recipeStepSchema>;

/** Preprocessing, declared. */
export type Recipe = readonly RecipeStep[];

/** The steps there are, each with its options in the order in which a line of text gives them. */
export const STEP_OPTIONS: Readonly<Record<RecipeStep['step'], readonly string[]>> = {
  tic: [],
  max: [],
  pqn: [],
  snv: [],
  sqrt: [],
  log1p: [],
  fill: ['with'],
  detrend: ['degree'],
  savitzkyGolay: ['window', 'polynomial', 'derivative'],
  autoscale: [],
};

/**
 * A recipe in one line, for tables and messages; `parseRecipe` reads it back.
 *
 * @example
 * ```ts
 * describeRecipe([{ step: 'sqrt' }, { step: 'snv' }]); // 'sqrt → snv'
 * ```
 */
export function describeRecipe(recipe: Recipe): string {
  return recipe.length === 0 ? 'raw' : recipe.map(describeStep).join(' → ');
}

function describeStep(step: RecipeStep): string {
  const given: Readonly<Record<string, unknown>> = step;
  const options = STEP_OPTIONS[step.step].map((option) => given[option]);
  return options.length === 0 ? step.step : `${step.step}(${options.join(', ')})`;
}
