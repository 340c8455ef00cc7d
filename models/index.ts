/**
 * What a model is: spectra and axes, the manifest, the verdict, the runtime port. Pure TypeScript.
 *
 * @module
 */
export { alignRows, sameAxis } from './align.js';
export { type Artifact, type ArtifactReader, openArtifact, sealArtifact, UNHASHED_FILES } from './artifact.js';
export { type Axis, createAxis, isMassAxis, isPeakTable, missingOn } from './axis.js';
export { checkedSession } from './checked-session.js';
export { type ErrorCode, SpectroSimError } from './errors.js';
export type { Attributions } from './explain/attributions.js';
export { type AverageGradCam, averageGradCam } from './explain/average-grad-cam.js';
export { type Explanation, explanationOf } from './explain/explanation.js';
export { type ExplanationWords, explanationWords, type RegionWords } from './explain/explanation-words.js';
export { attributionRegions, type Region } from './explain/regions.js';
export { checkFeeds, type DimensionSizes, emptyOutputs, hasEmptyBatch, tensorValue, valueInfo } from './feeds.js';
export { graphLoadError } from './graph-load-error.js';
export { hashLabel, hashRow, hashRows, hashSet } from './hash.js';
export { likelihoodWords } from './likelihood-words.js';
export {
  graphMetadata,
  MANIFEST_VERSION,
  type Manifest,
  type ModelDescription,
  manifestSchema,
  parseManifest,
} from './manifest.js';
export type { Measure, Metrics } from './metrics.js';
export { loadModel, type Model, type PairScores, pickSpectrum } from './model.js';
export { nearestName } from './nearest-name.js';
export { decimal, percent, signed } from './number-words.js';
export {
  checkParity,
  decodeReference,
  PARITY_GATES,
  type ParityDevice,
  type ParityReference,
  type ParityReport,
  type ParityRow,
  parityReportSchema,
  runReference,
} from './parity.js';
export { parseRecipe, recipeInputSchema } from './parse-recipe.js';
export { createRandom, type Random } from './random.js';
export { describeRecipe, type Recipe, type RecipeStep, recipeSchema } from './recipe.js';
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
export { decodeSafetensors, encodeSafetensors, safetensorsParts } from './safetensors.js';
export { explainIssues, parseSettings } from './settings.js';
export { sha256 } from './sha256.js';
export { rowOf, type SpectrumSet, selectRows } from './spectrum-set.js';
export {
  FEWEST_GROUPS,
  fewGroupsWarnings,
  type Standing,
  standingOf,
  standingToFloor,
  tooFewGroups,
} from './standing.js';
export { type Decision, decide, type Judgement, judge, type Verdict } from './verdict.js';
export { type VerdictWords, verdictWords } from './verdict-words.js';
export type { ManifestBranch, ManifestVerifier } from './verifier-schema.js';
