import type { Metrics } from '@spectrosim/models';
import type { TrainingConfig } from './config.js';
import type { Dataset } from './dataset.js';
import { meanAndSd } from './evaluation/mean-and-sd.js';
import { groupFolds } from './evaluation/splits.js';
import { type ExperimentMetrics, runExperiment } from './experiment.js';
import type { ExperimentPorts } from './experiment-ports.js';
import type { TrainingProgress } from './loop/progress.js';

/** Mean and standard deviation over folds. */
export interface FoldMeasure {
  readonly mean: number;
  readonly sd: number;
}

/** One system over all folds. */
export interface CrossValidatedSystem {
  readonly auc: FoldMeasure;
  readonly balancedAccuracy: FoldMeasure;
}

/** A recipe cross-validated by group: it writes no model, since each fold trains another one. */
export interface CrossValidation {
  readonly protocol: string;
  readonly folds: readonly ExperimentMetrics[];
  readonly model: CrossValidatedSystem;
  readonly untrained: CrossValidatedSystem;
  readonly floor: CrossValidatedSystem;
  /** The model's AUC minus the floor's, fold by fold. */
  readonly difference: FoldMeasure;
}

/**
 * Trains and measures once a fold; every group is tested once by a model that never saw it.
 *
 * Measures are taken within each fold and averaged: cosines of different models are not on one scale.
 *
 * @throws SpectroSimError `input` with fewer than two groups a fold.
 * @example
 * ```ts
 * const { model, floor } = await crossValidate(dataset, 5, config, { engine, runtime, options });
 * ```
 */
export async function crossValidate(
  dataset: Dataset,
  folds: number,
  config: TrainingConfig,
  ports: Omit<ExperimentPorts, 'onProgress'>,
  onProgress?: (fold: number, progress: TrainingProgress) => void,
): Promise<CrossValidation> {
  const protocol = `${folds}-fold by group`;
  const results: ExperimentMetrics[] = [];
  for (const [fold, split] of groupFolds(dataset.groups, folds, config.seed).entries()) {
    const { metrics } = await runExperiment(dataset, split, protocol, config, {
      ...ports,
      onProgress: (progress) => onProgress?.(fold, progress),
    });
    results.push(metrics);
  }
  const over = (value: (metrics: ExperimentMetrics) => number) => meanAndSd(results.map(value));
  const system = (of: (metrics: ExperimentMetrics) => Metrics['model']): CrossValidatedSystem => ({
    auc: over((metrics) => of(metrics).auc.mean),
    balancedAccuracy: over((metrics) => of(metrics).balancedAccuracy.mean),
  });
  return {
    protocol,
    folds: results,
    model: system((metrics) => metrics.model),
    untrained: system((metrics) => metrics.untrained),
    floor: system((metrics) => metrics.floor),
    difference: over((metrics) => metrics.difference.auc.mean),
  };
}
