/**
 * What a model is: spectra and axes, the manifest, the verdict, the runtime port. Pure TypeScript.
 *
 * @module
 */
export { type Axis, createAxis, isMassAxis } from './axis.js';
export { checkedSession } from './checked-session.js';
export { type ErrorCode, SpectroSimError } from './errors.js';
export { checkFeeds, type DimensionSizes, emptyOutputs, hasEmptyBatch, tensorValue, valueInfo } from './feeds.js';
export { hashRow, hashRows, hashSet } from './hash.js';
export { createRandom, type Random } from './random.js';
export { describeRecipe, type Recipe, type RecipeStep, recipeSchema, recipeStepSchema } from './recipe.js';
export {
  type ElementType,
  type GraphRuntime,
  type GraphSession,
  type GraphStepper,
  type LoadOptions,
  type NamedTensors,
  nextStateName,
  type Provider,
  type TensorValue,
  type ValueInfo,
} from './runtime.js';
export { rowOf, type SpectrumSet, selectRows } from './spectrum-set.js';
