/**
 * Models as tfjs functions of weights and spectra, to be traced into graphs or run on any tfjs backend.
 *
 * Shapes: `B` batch, `N` spectra, `L` bins, `T` tokens, `D` token width, `E` embedding width.
 *
 * @module
 */
export type { BackEndDefinition } from './back-ends/back-end.js';
export {
  type Branch,
  branchSlices,
  type EnsembleDefinition,
  type EnsembleScores,
  ensembleEmbed,
  ensembleScore,
} from './back-ends/ensemble.js';
export { scoreMapWeights } from './back-ends/score-map.js';
export type { ScoreNormalisation } from './back-ends/score-normalisation.js';
export { describeEncoder, type EncoderDescription } from './encoders/describe.js';
export type { EncoderDefinition, EncoderDraw, Encoding, EncodingWidths } from './encoders/encoder.js';
export { encoderNames, encoderOf } from './encoders/registry.js';
export { comparesDirections, embeddingLengths } from './explain/direction.js';
export { type ExplainedPairs, explainCosine, explainEnsemble } from './explain/explain.js';
export type { HeadDefinition } from './heads/head.js';
export { headNames, headOf } from './heads/registry.js';
export { batchNorm, initialBatchNorm } from './layers/batch-norm.js';
export { dense, initialDense } from './layers/dense.js';
export { l2Normalise } from './layers/l2-normalise.js';
export { stopGradient } from './layers/stop-gradient.js';
export type { Mode } from './mode.js';
export { cosine, encode, encodePreprocessed, type InitialModel, initialModel, type ModelDefinition } from './model.js';
export { fitRecipe, isFitted, preprocess } from './preprocess/preprocess.js';
export type { Rows } from './preprocess/step.js';
export { type HostWeights, hostTensor, prefixed, scoped, type Weights } from './weights.js';
