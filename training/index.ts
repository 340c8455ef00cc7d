/**
 * Training: simulated data, augmentation, objectives, engines, the loop, evaluation.
 *
 * @module
 */

export type { Provenance } from './artifact/assemble.js';
export { buildArtifact } from './artifact/contrastive.js';
export { buildVerifierArtifact, type VerifierSettings } from './artifact/verifier.js';
export { type AugmentationOptions, augment, augmentationsSchema, drawAugmentations } from './augment/augment.js';
export { SCORE_NORMALISATIONS, type ScoreNormalisationName } from './back-ends/score-normaliser.js';
export { BASELINES, type BaselineName } from './baselines/baselines.js';
export {
  type BaselineEvaluation,
  type BaselineOptions,
  evaluateBaseline,
  evaluateBaselines,
} from './baselines/evaluate-baseline.js';
export { boundedLlr, type CalibrationMap, fitCalibration } from './calibration/calibration.js';
export { type BandRefusal, type NoVerdictBand, noVerdictBand } from './calibration/no-verdict-band.js';
export { fitNormalScores } from './calibration/normal-scores.js';
export { applyScoreMap, applyScoreMapToAll, type ScoreMap } from './calibration/score-map.js';
export { type TrainingConfig, trainingConfigSchema } from './config.js';
export { type ContrastiveSetup, contrastiveStep } from './contrastive-step.js';
export {
  type CrossValidatedSystem,
  type CrossValidation,
  crossValidate,
  type FoldMeasure,
} from './cross-validate.js';
export { createDataset, type Dataset, rowsAt } from './dataset.js';
export {
  type EncoderSettings,
  encoderFitter,
  LABEL_FREE_ENCODER,
  REPLICATE_ENCODER,
} from './encoder/encoder-fitter.js';
export {
  EAGER_BACKENDS,
  type EagerBackendName,
  type EagerProbe,
  probeEagerBackends,
} from './engines/eager-backends.js';
export { eagerEngine } from './engines/eager-engine.js';
export type { RunningTraining, TrainingEngine, TrainingStep } from './engines/engine.js';
export { graphEngine, traceStep } from './engines/graph-engine.js';
export { evaluateArtifact } from './evaluate-artifact.js';
export {
  type ChosenInFold,
  evaluateVerifier,
  type VerifierEvaluation,
  type VerifierEvaluationOptions,
} from './evaluate-verifier.js';
export { areaUnderRoc } from './evaluation/area-under-roc.js';
export { averagePrecision } from './evaluation/average-precision.js';
export { cllr, minCllr } from './evaluation/cllr.js';
export { equalErrorRate, missRateAt } from './evaluation/error-rates.js';
export { MEASURES, type MeasureName } from './evaluation/measure-pooled.js';
export { allPairs, gatherRows, type Pairs } from './evaluation/pairs.js';
export {
  createProtocol,
  PROTOCOLS,
  type Protocol,
  type ProtocolName,
  type ProtocolOptions,
} from './evaluation/protocols/protocol.js';
export type { RankedPairs, ScoredPairs } from './evaluation/ranking.js';
export { groupFolds, holdOutGroups, type Split } from './evaluation/splits.js';
export { type Standing, standingOf } from './evaluation/standing.js';
export type { EvaluationSummary, MeasureSummary, SystemSummary } from './evaluation/summarise-evaluation.js';
export { balancedAccuracy, bestThreshold } from './evaluation/threshold.js';
export { type Experiment, type ExperimentMetrics, type ExperimentPorts, runExperiment } from './experiment.js';
export { type EnsembleGraphs, tracedEnsemble } from './export-ensemble.js';
export { modelGraph, scoreGraph } from './export-model.js';
export {
  CHECKPOINT_FILES,
  type Checkpoint,
  type Checkpoints,
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainingIdentity,
} from './loop/checkpoint.js';
export { collapseAlarm, type Watched } from './loop/collapse-alarm.js';
export {
  type TrainedModel,
  type TrainingData,
  type TrainingPorts,
  type TrainingProgress,
  train,
} from './loop/train.js';
export { ntXent } from './objectives/nt-xent.js';
export { supCon } from './objectives/sup-con.js';
export { biasCorrections } from './optimiser/adamw.js';
export { runOnRows } from './run-function.js';
export {
  SIMULATED_NOTE,
  SIMULATOR_DEFAULTS,
  SIMULATOR_PRESETS,
  type SimulatorInput,
  type SimulatorParameters,
  type SimulatorPreset,
  simulate,
  simulatorParameters,
} from './simulator/index.js';
export { type FittedChoice, type TrainedVerifier, trainVerifier } from './train-verifier.js';
export { type ChoiceOptions, type ChosenVerifier, chooseVerifier } from './verifier/choose-verifier.js';
export type { ClimbedRung } from './verifier/climb.js';
export type { FitEncoder, FittedEncoder } from './verifier/fit-encoder.js';
export type { Verifier } from './verifier/fit-verifier.js';
export { parseLadder, RUNGS, type Rung } from './verifier/rungs.js';
export { scorePairs } from './verifier/score-pairs.js';
export type { TriedVerifier } from './verifier/tried-verifier.js';
