import type { Recipe } from '@spectrosim/models';
import { fitRecipe, type HostWeights, preprocess, type Rows } from '@spectrosim/models/graph';
import { cosineSimilarity } from '../similarity/cosine.js';
import { areaUnderRoc } from './area-under-roc.js';
import type { Pairs } from './pairs.js';
import { bestThreshold } from './threshold.js';

type RunOnRows = Parameters<typeof fitRecipe>[2];

/** The preprocessings among which the floor is chosen. */
export const FLOOR_RECIPES: readonly Recipe[] = [
  [],
  [{ step: 'snv' }],
  [{ step: 'sqrt' }],
  [{ step: 'sqrt' }, { step: 'snv' }],
  [{ step: 'log1p' }],
  [{ step: 'log1p' }, { step: 'snv' }],
  [{ step: 'savitzkyGolay', window: 11, polynomial: 2, derivative: 1 }, { step: 'snv' }],
  [{ step: 'sqrt' }, { step: 'savitzkyGolay', window: 11, polynomial: 2, derivative: 1 }],
];

/** The training-free similarity every model is measured against: the cosine of preprocessed spectra. */
export interface Floor {
  readonly recipe: Recipe;
  /** What the recipe's steps learned from training rows, by step index; empty where none learns. */
  readonly statistics: HostWeights;
  readonly threshold: number;
  /** Cosines of pairs of other spectra. */
  score(rows: Rows, pairs: Pairs): Promise<Float64Array>;
}

/**
 * The floor whose preprocessing ranks the training pairs best, its threshold the best one there. Test spectra play no part.
 *
 * @param recipes those to choose among; steps that learn are fitted on the training rows.
 * @default recipes of steps that learn nothing, which a manifest holds by their names
 */
export async function chooseFloor(
  train: Rows,
  pairs: Pairs,
  run: RunOnRows,
  recipes: readonly Recipe[] = FLOOR_RECIPES,
): Promise<Floor> {
  let best: { auc: number; floor: Floor } | undefined;
  for (const recipe of recipes) {
    if (recipe.some((step) => step.step === 'savitzkyGolay' && step.window > train.bins)) {
      continue;
    }
    const statistics = await fitRecipe(recipe, train, run);
    const scores = await floorWith(recipe, 0, run, statistics).score(train, pairs);
    const auc = areaUnderRoc({ scores, same: pairs.same });
    if (best === undefined || auc > best.auc) {
      best = { auc, floor: floorWith(recipe, bestThreshold({ scores, same: pairs.same }), run, statistics) };
    }
  }
  return (best as NonNullable<typeof best>).floor;
}

/**
 * The cosine of spectra preprocessed by a recipe, frozen at a threshold.
 *
 * @param statistics what the recipe's steps learned @default nothing
 */
export function floorWith(recipe: Recipe, threshold: number, run: RunOnRows, statistics: HostWeights = {}): Floor {
  return {
    recipe,
    statistics,
    threshold,
    score: async (rows, pairs) =>
      rowCosines(await run((x, weights) => preprocess(recipe, weights, x), rows, statistics), rows.bins, pairs),
  };
}

/** Cosines of pairs of rows `[N, W]`. */
export function rowCosines(rows: Float32Array, width: number, pairs: Pairs): Float64Array {
  const row = (index: number) => rows.subarray(index * width, (index + 1) * width);
  return Float64Array.from(pairs.same, (_, p) =>
    cosineSimilarity(row(pairs.a[p] as number), row(pairs.b[p] as number)),
  );
}
