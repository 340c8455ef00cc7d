import { standingOf } from '@spectrosim/models';
import type { Dataset } from '../../dataset.js';
import { concatPairs } from '../pairs.js';
import type { Protocol } from '../protocols/protocol.js';
import { shuffledGroups } from '../shuffled-groups.js';
import {
  type DifferenceSummary,
  type MeasureSummary,
  type PooledPartition,
  summariseEvaluation,
} from '../summarise-evaluation.js';
import { type ControlledFold, type ControlOptions, joined, scoreLearned } from './score-learned.js';
import { SHUFFLES } from './shuffled-labels.js';

/** What came of training labels that say nothing, tested by true ones. */
export interface ShuffledTraining {
  readonly control: 'shuffled-training';
  /** How the set was cut: `5-fold by group`. */
  readonly protocol: string;
  readonly shuffles: number;
  /** What `lo` and `hi` are. */
  readonly interval: string;
  /** AUC of the best of what learned from shuffled labels on the last rung that was climbed. */
  readonly learned: MeasureSummary;
  /** AUC of total-covariance whitening on the same preprocessing, which knows no labels. */
  readonly whitened: MeasureSummary;
  /** Learned − whitened, on the same resampled groups. */
  readonly difference: DifferenceSummary;
  /** Whether what learned from shuffled labels does not beat what learned from none. */
  readonly passed: boolean;
}

/**
 * The control of learning: in each fold the training labels are shuffled, the tested ones are true. What is learned from labels
 * that say nothing can be no better than total-covariance whitening on the same preprocessing, which learns from the same spectra
 * without labels; if it is, true labels have leaked into training.
 *
 * @param shuffle gives the labels to train on @default {@link shuffledGroups}
 * @throws SpectroSimError `input` when a fold cannot be filled.
 * @example
 * ```ts
 * const { passed } = await shuffledTraining(dataset, createProtocol('groups', dataset), { seed: 1, run });
 * ```
 */
export async function shuffledTraining(
  dataset: Dataset,
  { description, partition }: Protocol,
  options: ControlOptions,
  shuffle: (labels: readonly string[], seed: number) => readonly string[] = shuffledGroups,
): Promise<ShuffledTraining> {
  const { seed, shuffles = SHUFFLES, onFold } = options;
  const partitions: PooledPartition[] = [];
  for (let number = seed; number < seed + shuffles; number++) {
    const cut = partition(number);
    const folds: ControlledFold[] = [];
    const report = () => onFold?.((number - seed) * cut.length + folds.length, shuffles * cut.length);
    report();
    for (const fold of cut) {
      const labels = shuffle(
        fold.train.map((i) => dataset.groups[i] as string),
        number,
      );
      folds.push(await scoreLearned(dataset, fold, labels, number, options));
      report();
    }
    partitions.push({
      pairs: concatPairs(folds.map(({ pairs }) => pairs)),
      model: { llrs: joined(folds, 'learned') },
      floor: { llrs: joined(folds, 'whitened') },
    });
  }
  const { model, floor, difference, interval } = summariseEvaluation(partitions, dataset.groups, seed);
  return {
    control: 'shuffled-training',
    protocol: description,
    shuffles,
    interval,
    learned: model.auc,
    whitened: floor.auc,
    difference: difference.auc,
    // By its interval however few groups there are: a leak is not to pass because there are few.
    passed: standingOf(difference.auc) !== 'beats',
  };
}
