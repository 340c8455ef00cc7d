import type { Recipe } from '@spectrosim/models';
import { preprocess, type Rows } from '@spectrosim/models/graph';
import type { TrainingPorts } from '../loop/train.js';
import { cosineSimilarity } from '../similarity/cosine.js';
import { areaUnderRoc, bestThreshold } from './measures.js';
import type { Pairs } from './pairs.js';

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
  readonly threshold: number;
  /** Cosines of pairs of other spectra. */
  score(rows: Rows, pairs: Pairs): Promise<Float64Array>;
}

/** The floor whose preprocessing ranks the training pairs best, its threshold the best one there. Test spectra play no part. */
export async function chooseFloor(train: Rows, pairs: Pairs, run: TrainingPorts['runOnRows']): Promise<Floor> {
  const scoreWith = async (recipe: Recipe, rows: Rows, of: Pairs) =>
    rowCosines(await run((x, weights) => preprocess(recipe, weights, x), rows, {}), rows.bins, of);
  let best: { auc: number; recipe: Recipe; scores: Float64Array } | undefined;
  for (const recipe of FLOOR_RECIPES) {
    if (recipe.some((step) => step.step === 'savitzkyGolay' && step.window > train.bins)) {
      continue;
    }
    const scores = await scoreWith(recipe, train, pairs);
    const auc = areaUnderRoc({ scores, same: pairs.same });
    if (best === undefined || auc > best.auc) {
      best = { auc, recipe, scores };
    }
  }
  const { recipe, scores } = best as NonNullable<typeof best>;
  return {
    recipe,
    threshold: bestThreshold({ scores, same: pairs.same }),
    score: (rows, of) => scoreWith(recipe, rows, of),
  };
}

/** Cosines of pairs of rows `[N, W]`. */
export function rowCosines(rows: Float32Array, width: number, pairs: Pairs): Float64Array {
  const row = (index: number) => rows.subarray(index * width, (index + 1) * width);
  return Float64Array.from(pairs.same, (_, p) =>
    cosineSimilarity(row(pairs.a[p] as number), row(pairs.b[p] as number)),
  );
}
