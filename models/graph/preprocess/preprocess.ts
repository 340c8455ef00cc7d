import type { Recipe, RecipeStep } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type HostWeights, prefixed, scoped, type Weights } from '../weights.js';
import { autoscale } from './autoscale.js';
import { detrend } from './detrend.js';
import { fill } from './fill.js';
import { log1p } from './log1p.js';
import { max } from './max.js';
import { pqn } from './pqn.js';
import { savitzkyGolay } from './savitzky-golay.js';
import { snv } from './snv.js';
import { sqrt } from './sqrt.js';
import type { Rows, StepDefinition } from './step.js';
import { tic } from './tic.js';

const STEPS: { readonly [Name in RecipeStep['step']]: StepDefinition<Extract<RecipeStep, { step: Name }>> } = {
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
};

function definitionOf(step: RecipeStep): StepDefinition<RecipeStep> {
  return STEPS[step.step] as StepDefinition<RecipeStep>;
}

/**
 * Applies a recipe to raw intensities `[B, L]`.
 *
 * @param weights what {@link fitRecipe} learned, by step index (`0.mean`)
 */
export function preprocess(recipe: Recipe, weights: Weights, x: Tensor): Tensor {
  return recipe.reduce((rows, step, i) => {
    const next = recipe[i + 1];
    const anyOffset = next !== undefined && definitionOf(next).ignoresOffset?.(next) === true;
    return definitionOf(step).apply(rows, step, scoped(weights, `${i}`), anyOffset);
  }, x);
}

/** Whether a step learns from training rows; one that doesn't treats a spectrum alike whatever it was trained on. */
export function isFitted(step: RecipeStep): boolean {
  return definitionOf(step).fit !== undefined;
}

/**
 * Learns the statistics of a recipe's steps from training rows, each from what the steps before it make of them.
 *
 * @param run computes a tfjs function of `[N, L]` rows: a traced graph on a runtime, or an eager backend
 */
export async function fitRecipe(
  recipe: Recipe,
  rows: Rows,
  run: (fn: (x: Tensor, weights: Weights) => Tensor, rows: Rows, weights: HostWeights) => Promise<Float32Array>,
): Promise<HostWeights> {
  let weights: HostWeights = {};
  for (const [i, step] of recipe.entries()) {
    const { fit } = definitionOf(step);
    if (fit !== undefined) {
      const before = recipe.slice(0, i);
      const data =
        before.length === 0 ? rows.data : await run((x, fitted) => preprocess(before, fitted, x), rows, weights);
      weights = { ...weights, ...prefixed(fit({ ...rows, data }), `${i}`) };
    }
  }
  return weights;
}
