/**
 * Training: simulated data, augmentation, objectives, engines, the loop, evaluation.
 *
 * @module
 */

export type { Provenance } from './artifact/assemble.js';
export { buildArtifact } from './artifact/contrastive.js';
export { buildVerifierArtifact, type VerifierSettings } from './artifact/verifier.js';
export { verifierName } from './artifact/verifier-name.js';
export {
  AUGMENTATION_NAMES,
  type AugmentationName,
  type AugmentationOptions,
  augment,
  augmentationsSchema,
  drawAugmentations,
} from './augment/augment.js';
export { SCORE_NORMALISATIONS, type ScoreNormalisationName } from './back-ends/score-normaliser.js';
export { BASELINES, type BaselineName } from './baselines/baselines.js';
export {
  type BaselineEvaluation,
  type BaselineOptions,
  evaluateBaseline,
  evaluateBaselines,
} from './baselines/evaluate-baseline.js';
export {
  BENCHMARK_PROTOCOLS,
  type BenchmarkProtocol,
  type BenchmarkProtocolName,
  benchmarkProtocol,
  leaks,
} from './benchmark/benchmark-protocol.js';
export type { BenchmarkSystem, MeasuredKind } from './benchmark/benchmark-system.js';
export type { BenchmarkPorts } from './benchmark/fold-scorers.js';
export {
  type BenchmarkFold,
  type BenchmarkPairScores,
  type BenchmarkResult,
  type BySystem,
  measureBenchmark,
} from './benchmark/measure-benchmark.js';
export type { BenchmarkMeasureName, BenchmarkMeasures } from './benchmark/measures.js';
export type { BenchmarkRecord, CostRecord, FailedRecord, MeasuredRecord } from './benchmark/record.js';
export {
  type BenchmarkTable,
  type Comparison,
  type NoComparison,
  type RowOfTable,
  type SeedMean,
  type SummarisedRow,
  summariseBenchmark,
} from './benchmark/summarise-benchmark.js';
export { boundedLlr, type CalibrationMap, fitCalibration } from './calibration/calibration.js';
export { type BandRefusal, type NoVerdictBand, noVerdictBand } from './calibration/no-verdict-band.js';
export { normalQuantile } from './calibration/normal-quantile.js';
export { fitNormalScores } from './calibration/normal-scores.js';
export { applyScoreMap, applyScoreMapToAll, type ScoreMap } from './calibration/score-map.js';
export { type TrainingConfig, trainingConfigSchema } from './config.js';
export { type ContrastiveSetup, contrastiveStep } from './contrastive-step.js';
export {
  type CostOptions,
  type CostPorts,
  type CostProgress,
  type EncoderCost,
  measureCost,
} from './cost/measure-cost.js';
export type { Timing } from './cost/time-rounds.js';
export {
  type CrossValidatedSystem,
  type CrossValidation,
  crossValidate,
  type FoldMeasure,
} from './cross-validate.js';
export { createDataset, type Dataset, rowsAt } from './dataset.js';
export { drawEncoder } from './draw-encoder.js';
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
export type { RunningTraining, StepInputs, StepResults, TrainingEngine, TrainingStep } from './engines/engine.js';
export { graphEngine, optimisedStep, takesSeveral, traceStep } from './engines/graph-engine.js';
export {
  evaluateArtifact,
  hasRatios,
  measureArtifact,
  type ScoredArtifact,
  scoreArtifact,
} from './evaluate-artifact.js';
export {
  type ChosenInFold,
  type CrossScores,
  crossScore,
  evaluateVerifier,
  type ScoredPartition,
  summariseFolds,
  type VerifierEvaluation,
  type VerifierEvaluationOptions,
} from './evaluate-verifier.js';
export { areaUnderRoc } from './evaluation/area-under-roc.js';
export { averagePrecision } from './evaluation/average-precision.js';
export { type BandShares, bandShares } from './evaluation/band-shares.js';
export { cllr, minCllr } from './evaluation/cllr.js';
export type { ControlOptions } from './evaluation/controls/score-learned.js';
export { SHUFFLES, type ShuffledLabels, shuffledLabels } from './evaluation/controls/shuffled-labels.js';
export { type ShuffledTraining, shuffledTraining } from './evaluation/controls/shuffled-training.js';
export { type Curve, curveOf } from './evaluation/curves/curve.js';
export { detCurve } from './evaluation/curves/det-curve.js';
export { type ReliabilityBin, reliability } from './evaluation/curves/reliability.js';
export { rocCurve } from './evaluation/curves/roc-curve.js';
export { histogramEdges, type ScoreHistogram, scoreHistogram } from './evaluation/curves/score-histogram.js';
export { thinCurve } from './evaluation/curves/thin-curve.js';
export { type TippettCurves, tippettCurves } from './evaluation/curves/tippett-curves.js';
export { equalErrorRate, missRateAt } from './evaluation/error-rates.js';
export { MEASURES, type MeasureName, type PooledScores } from './evaluation/measure-pooled.js';
export { allPairs, concatPairs, gatherRows, type Pairs } from './evaluation/pairs.js';
export { type GroupSimilarity, groupSimilarity } from './evaluation/pictures/group-similarity.js';
export { similarityOrder } from './evaluation/pictures/similarity-order.js';
export { type ScoreKind, type SpectraMap, spectraMap } from './evaluation/pictures/spectra-map.js';
export {
  createProtocol,
  PROTOCOLS,
  type Protocol,
  type ProtocolName,
  type ProtocolOptions,
} from './evaluation/protocols/protocol.js';
export type { RankedPairs, ScoredPairs } from './evaluation/ranking.js';
export { type RightShares, rightShares } from './evaluation/right-shares.js';
export { groupFolds, holdOutGroups, type Split } from './evaluation/splits.js';
export {
  type EvaluationSummary,
  type MeasureSummary,
  type PooledPartition,
  type SystemSummary,
  summariseEvaluation,
} from './evaluation/summarise-evaluation.js';
export { balancedAccuracy, bestThreshold } from './evaluation/threshold.js';
export { type JudgedPair, type WorstPairs, worstPairs } from './evaluation/worst-pairs.js';
export { type Experiment, type ExperimentMetrics, runExperiment } from './experiment.js';
export type { ExperimentPorts } from './experiment-ports.js';
export { type EnsembleGraphs, tracedEnsemble } from './export-ensemble.js';
export { assertExplainable } from './export-explanation.js';
export { modelGraph, scoreGraph } from './export-model.js';
export {
  LABEL_FREE_SYSTEMS,
  type LabelFreeScores,
  type LabelFreeSystem,
  scoreWithoutLabels,
} from './label-free/score-without-labels.js';
export {
  CHECKPOINT_FILES,
  type Checkpoint,
  type Checkpoints,
  decodeCheckpoint,
  encodeCheckpoint,
  type HashParts,
  type TrainingIdentity,
  trainingOf,
} from './loop/checkpoint.js';
export { collapseAlarm, type Watched } from './loop/collapse-alarm.js';
export { type Pace, pace } from './loop/pace.js';
export type { TrainingProgress } from './loop/progress.js';
export {
  type BegunTraining,
  type TrainedModel,
  type TrainingData,
  type TrainingPorts,
  train,
} from './loop/train.js';
export { type BesideModel, besideModel } from './objectives/beside-model.js';
export { ntXent } from './objectives/nt-xent.js';
export type { Objective, ObjectiveDefinition, PairReading } from './objectives/objective.js';
export {
  OBJECTIVES,
  type ObjectiveInput,
  type ObjectiveSetting,
  objectiveOf,
  type ResolvedObjective,
} from './objectives/registry.js';
export { requireEmbedding } from './objectives/require-embedding.js';
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
export {
  BAND_RATE,
  type FittedChoice,
  type OutOfFold,
  type TrainedVerifier,
  trainVerifier,
} from './train-verifier.js';
export { ALTERNATIVE_RULES, ALTERNATIVE_SIZES } from './verifier/alternatives.js';
export { type ChoiceOptions, type ChosenVerifier, chooseVerifier } from './verifier/choose-verifier.js';
export type { ClimbedRung } from './verifier/climb.js';
export {
  type ClimbedFold,
  climbLadder,
  type LadderData,
  type LadderJob,
  type LadderOutcome,
  type LadderRunner,
} from './verifier/climb-ladder.js';
export type { FitEncoder, FittedEncoder } from './verifier/fit-encoder.js';
export type { Verifier } from './verifier/fit-verifier.js';
export { parseLadder, RUNGS, type Rung } from './verifier/rungs.js';
export { type AlternativeScores, type ScoredAlternatives, scoreAlternatives } from './verifier/score-alternatives.js';
export { scorePairs } from './verifier/score-pairs.js';
export type { TriedVerifier } from './verifier/tried-verifier.js';
