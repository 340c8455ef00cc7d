import { z } from 'zod';

const tic = z.strictObject({ step: z.literal('tic') });
const max = z.strictObject({ step: z.literal('max') });
const snv = z.strictObject({ step: z.literal('snv') });
const sqrt = z.strictObject({ step: z.literal('sqrt') });
const log1p = z.strictObject({ step: z.literal('log1p') });
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
export const recipeStepSchema = z.union([tic, max, snv, sqrt, log1p, savitzkyGolay, autoscale]);

/** A preprocessing recipe: steps in the order in which they act on raw intensities. */
export const recipeSchema = z.array(recipeStepSchema);

/** A preprocessing step: `tic`, `max`, `snv`, `sqrt`, `log1p`, `savitzkyGolay` or `autoscale`. */
export type RecipeStep = z.infer<typeof recipeStepSchema>;

/** Preprocessing, declared. */
export type Recipe = readonly RecipeStep[];

/**
 * A recipe in one line, for tables and messages.
 *
 * @example
 * ```ts
 * describeRecipe([{ step: 'sqrt' }, { step: 'snv' }]); // 'sqrt → snv'
 * ```
 */
export function describeRecipe(recipe: Recipe): string {
  const name = (step: RecipeStep) =>
    step.step === 'savitzkyGolay' ? `savitzkyGolay(${step.window}, ${step.polynomial}, ${step.derivative})` : step.step;
  return recipe.length === 0 ? 'raw' : recipe.map(name).join(' → ');
}
