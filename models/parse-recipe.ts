import { z } from 'zod';
import { SpectroSimError } from './errors.js';
import { nearestName } from './nearest-name.js';
import { type Recipe, type RecipeStep, recipeSchema, recipeStepSchema, STEP_OPTIONS } from './recipe.js';
import { explainIssues } from './settings.js';

/** A step's name, its options in brackets, and what comes before the next step. */
const STEP = /\s*(?<name>[\p{L}\p{N}_]+)\s*(?:\((?<options>[^()]*)\)\s*)?(?<separator>→|->|,|$)/uy;

/**
 * Reads a recipe from a line of text, as `describeRecipe` writes it: steps separated by `→`, `->` or a comma, options
 * in brackets in their order, those that are left out at their defaults. `raw` is the recipe of no step.
 *
 * @throws SpectroSimError `usage` for a step that does not exist (with the nearest, and all there are), options that it
 * does not take, or text that is no list of steps.
 * @example
 * ```ts
 * parseRecipe('pqn, sqrt, savitzkyGolay(15, 3, 2)');
 * ```
 */
export function parseRecipe(text: string): Recipe {
  if (text.trim() === 'raw') {
    return [];
  }
  const recipe: RecipeStep[] = [];
  let at = 0;
  for (;;) {
    STEP.lastIndex = at;
    const { name, options, separator } = STEP.exec(text)?.groups ?? {};
    if (name === undefined) {
      throw unreadable(text, at);
    }
    recipe.push(parseStep(name, options));
    if (separator === '') {
      return recipe;
    }
    at = STEP.lastIndex;
  }
}

/** A recipe as a user gives it: a list of steps, or a line of text that {@link parseRecipe} reads. */
export const recipeInputSchema = z.union(
  [
    z.string().transform((text, context): RecipeStep[] => {
      try {
        return [...parseRecipe(text)];
      } catch (error) {
        if (!(error instanceof SpectroSimError)) {
          throw error;
        }
        // Continued, so that the union tells this and not that a text is no list.
        context.addIssue({ code: 'custom', message: error.message, continue: true });
        return z.NEVER;
      }
    }),
    recipeSchema,
  ],
  { error: () => `expected preprocessing as "sqrt → snv" or as [{"step": "sqrt"}, {"step": "snv"}]. ${choices()}` },
);

function parseStep(name: string, options: string | undefined): RecipeStep {
  if (!Object.hasOwn(STEP_OPTIONS, name)) {
    const nearest = nearestName(name, Object.keys(STEP_OPTIONS));
    const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
    throw new SpectroSimError('usage', `There is no preprocessing step "${name}".${hint} ${choices()}`);
  }
  const names = STEP_OPTIONS[name as RecipeStep['step']];
  const given = (options ?? '').trim() === '' ? [] : (options as string).split(',').map((option) => option.trim());
  if (given.length > names.length) {
    throw new SpectroSimError('usage', `${name}(${options}) has too many options. Expected ${signature(name, names)}.`);
  }
  const values = given.map((option, i) => [names[i] as string, optionValue(option)]);
  const parsed = recipeStepSchema.safeParse({ step: name, ...Object.fromEntries(values) });
  if (!parsed.success) {
    const problems = explainIssues(parsed.error.issues, recipeStepSchema).map((line) => line.replace(/^\w+: /, ''));
    throw new SpectroSimError(
      'usage',
      `${name}(${options}) is wrong: ${problems.join('; ')}. Expected ${signature(name, names)}.`,
    );
  }
  return parsed.data;
}

function unreadable(text: string, at: number): SpectroSimError {
  const rest = text.slice(at).trim();
  const what =
    rest === '' ? 'A preprocessing step is missing at the end' : `Cannot read a preprocessing step at "${rest}"`;
  return new SpectroSimError(
    'usage',
    `${what} of "${text}". Expected steps such as "sqrt → detrend(2)", or "raw". ${choices()}`,
  );
}

function choices(): string {
  return `Steps: ${Object.entries(STEP_OPTIONS)
    .map(([name, options]) => signature(name, options))
    .join(', ')}.`;
}

function signature(name: string, options: readonly string[]): string {
  return options.length === 0 ? name : `${name}(${options.join(', ')})`;
}

/** A number where it is written as one; else the word. */
function optionValue(option: string): number | string {
  return option !== '' && Number.isFinite(Number(option)) ? Number(option) : option;
}
