import { describeRecipe, type Recipe } from '@spectrosim/models';
import { fitRecipe, type HostWeights, isFitted, preprocess, type Rows } from '@spectrosim/models/graph';
import { rowsAt } from '../dataset.js';

/** Computes a tfjs function of rows: traced and run, so that what is fitted on equals what is exported. */
export type RunOnRows = Parameters<typeof fitRecipe>[2];

/** All rows, preprocessed by a recipe with the statistics of some of them. */
export interface Preprocessed {
  readonly rows: Rows;
  /** What the recipe's steps learned, by step index. */
  readonly weights: HostWeights;
  /** Whether anything was learned: else every training side has the same rows, and this same object. */
  readonly learned: boolean;
}

/** Preprocesses the same rows again and again, with statistics of other training sides. */
export type Preprocessor = (recipe: Recipe, train: readonly number[]) => Promise<Preprocessed>;

/**
 * Steps up to the first that learns are run once for all training sides.
 *
 * @param rows raw intensities `[N, L]`
 */
export function createPreprocessor(rows: Rows, run: RunOnRows): Preprocessor {
  const known = new Map<string, Promise<Preprocessed>>();
  const unlearned = (recipe: Recipe): Promise<Preprocessed> => {
    const key = describeRecipe(recipe);
    const result = known.get(key) ?? apply(recipe, {}, rows, run).then((done) => ({ ...done, learned: false }));
    known.set(key, result);
    return result;
  };
  return async (recipe, train) => {
    const first = recipe.findIndex(isFitted);
    if (first < 0) {
      return unlearned(recipe);
    }
    const before = await unlearned(recipe.slice(0, first));
    const rest = recipe.slice(first);
    const fitted = await fitRecipe(rest, rowsAt(before.rows, train), run);
    const { rows: done } = await apply(rest, fitted, before.rows, run);
    return { rows: done, weights: shifted(fitted, first), learned: true };
  };
}

async function apply(recipe: Recipe, weights: HostWeights, rows: Rows, run: RunOnRows) {
  const data = recipe.length === 0 ? rows.data : await run((x, w) => preprocess(recipe, w, x), rows, weights);
  return { rows: { ...rows, data }, weights };
}

/** Statistics of the steps of a recipe's rest, by their index in the whole. */
function shifted(weights: HostWeights, by: number): HostWeights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, value]) => {
      const dot = name.indexOf('.');
      return [`${Number(name.slice(0, dot)) + by}${name.slice(dot)}`, value];
    }),
  );
}
