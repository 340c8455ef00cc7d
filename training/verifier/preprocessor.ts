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

/** How much of what was learned of training sides is kept, since every rung of a ladder asks for it again. */
const KEPT_BYTES = 256 * 2 ** 20;

/**
 * Steps up to the first that learns are run once for all training sides. What follows is kept by training side, which is told by
 * its array, as long as there is room: recipes share their first steps.
 *
 * @param rows raw intensities `[N, L]`
 */
export function createPreprocessor(rows: Rows, run: RunOnRows): Preprocessor {
  const raw: Preprocessed = { rows, weights: {}, learned: false };
  const unlearned = new Map<string, Preprocessed>();
  const learned = latestUsed(KEPT_BYTES);
  const numbers = new WeakMap<readonly number[], number>();
  let sides = 0;
  const preprocessed: Preprocessor = async (recipe, train) => {
    const last = recipe.findLastIndex(isFitted);
    const name = describeRecipe(recipe);
    if (last < 0) {
      const done = recipe.length === 0 ? raw : (unlearned.get(name) ?? (await apply(recipe, {}, raw, run)));
      unlearned.set(name, done);
      return done;
    }
    const side = numbers.get(train) ?? sides++;
    numbers.set(train, side);
    const key = `${side} ${name}`;
    const known = learned.get(key);
    if (known !== undefined) {
      return known;
    }
    const before = await preprocessed(recipe.slice(0, last), train);
    const fitted = await fitRecipe(recipe.slice(last, last + 1), rowsAt(before.rows, train), run);
    const { rows: done } = await apply(recipe.slice(last), fitted, before, run);
    const result = { rows: done, weights: { ...before.weights, ...shifted(fitted, last) }, learned: true };
    learned.set(key, result);
    return result;
  };
  return preprocessed;
}

async function apply(recipe: Recipe, weights: HostWeights, { rows, learned }: Preprocessed, run: RunOnRows) {
  const data = await run((x, w) => preprocess(recipe, w, x), rows, weights);
  return { rows: { ...rows, data }, weights, learned };
}

/** What was used last, up to so many bytes of rows. */
function latestUsed(mostBytes: number) {
  // In the order of use, the latest last.
  const kept = new Map<string, Preprocessed>();
  const sizeOf = ({ rows }: Preprocessed) => rows.data.byteLength;
  let bytes = 0;
  return {
    get(key: string): Preprocessed | undefined {
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
      }
      return known;
    },
    set(key: string, value: Preprocessed): void {
      kept.set(key, value);
      bytes += sizeOf(value);
      for (const [oldest, one] of kept) {
        if (bytes <= mostBytes) {
          break;
        }
        kept.delete(oldest);
        bytes -= sizeOf(one);
      }
    },
  };
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
