import type { Metrics } from '@spectrosim/models';
import type { TrainingConfig } from './config.js';
import type { Dataset } from './dataset.js';
import { groupFolds } from './evaluation/splits.js';
import { type ExperimentPorts, runExperiment } from './experiment.js';
import type { TrainingProgress } from './loop/train.js';

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
  readonly folds: readonly Metrics[];
  readonly model: CrossValidatedSystem;
  readonly floor: CrossValidatedSystem;
}

/**
 * Trains and measures once a fold; every group is tested once by a model that never saw it.
 *
 * Measures are taken within each fold and averaged: cosines of different models are not on one scale.
 */
export async function crossValidate(
  dataset: Dataset,
  folds: number,
  config: TrainingConfig,
  ports: Omit<ExperimentPorts, 'onProgress'>,
  onProgress?: (fold: number, progress: TrainingProgress) => void,
): Promise<CrossValidation> {
  const protocol = `${folds}-fold by group`;
  const results: Metrics[] = [];
  for (const [fold, split] of groupFolds(dataset.groups, folds, config.seed).entries()) {
    const { metrics } = await runExperiment(dataset, split, protocol, config, {
      ...ports,
      onProgress: (progress) => onProgress?.(fold, progress),
    });
    results.push(metrics);
  }
  const system = (name: 'model' | 'floor'): CrossValidatedSystem => ({
    auc: summarise(results.map((metrics) => metrics[name].auc.value)),
    balancedAccuracy: summarise(results.map((metrics) => metrics[name].balancedAccuracy.value)),
  });
  return { protocol, folds: results, model: system('model'), floor: system('floor') };
}

function summarise(values: readonly number[]): FoldMeasure {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
