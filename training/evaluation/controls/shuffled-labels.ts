import type { Measure } from '@spectrosim/models';
import type { Dataset } from '../../dataset.js';
import { areaUnderRoc } from '../area-under-roc.js';
import { concatPairs } from '../pairs.js';
import type { Protocol } from '../protocols/protocol.js';
import { shuffledGroups } from '../shuffled-groups.js';
import { type ControlledFold, type ControlOptions, joined, scoreLearned } from './score-learned.js';
import { studentInterval } from './student-interval.js';

/** Shuffles where none are asked for: fewer say little. */
export const SHUFFLES = 20;

/** What came of labels that say nothing. */
export interface ShuffledLabels {
  readonly control: 'shuffled-labels';
  /** How the set was cut: `5-fold by group`. */
  readonly protocol: string;
  readonly shuffles: number;
  /** AUC of what the ladder shipped, over shuffles; `lo` and `hi` are the 99% interval of the mean. */
  readonly shipped: Measure;
  /** The same of the best of what learned from labels on the last rung that was climbed. */
  readonly learned: Measure;
  /** Whether 0.5 is within both intervals: nothing was found where there is nothing. */
  readonly passed: boolean;
}

/**
 * The control of a whole evaluation: every spectrum gets a label by chance, and the same cutting, choosing, fitting and scoring
 * must find nothing. An AUC whose 99% interval over shuffles leaves out 0.5 has seen the answer.
 *
 * @param protocolOf sets the protocol up for a dataset, since it cuts by labels
 * @throws SpectroSimError `input` when a fold cannot be filled.
 * @example
 * ```ts
 * const { passed } = await shuffledLabels(dataset, (one) => createProtocol('groups', one), { seed: 1, run });
 * ```
 */
export async function shuffledLabels(
  dataset: Dataset,
  protocolOf: (dataset: Dataset) => Protocol,
  options: ControlOptions,
): Promise<ShuffledLabels> {
  const { seed, shuffles = SHUFFLES, onFold } = options;
  const aucs = { shipped: [] as number[], learned: [] as number[] };
  let protocol = '';
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    const shuffled = { ...dataset, groups: shuffledGroups(dataset.groups, seed + shuffle) };
    const { description, partition } = protocolOf(shuffled);
    const cut = partition(seed + shuffle);
    const folds: ControlledFold[] = [];
    const report = () => onFold?.(shuffle * cut.length + folds.length, shuffles * cut.length);
    report();
    for (const fold of cut) {
      const labels = fold.train.map((i) => shuffled.groups[i] as string);
      folds.push(await scoreLearned(shuffled, fold, labels, seed + shuffle, options));
      report();
    }
    const { same } = concatPairs(folds.map(({ pairs }) => pairs));
    for (const which of ['shipped', 'learned'] as const) {
      aucs[which].push(areaUnderRoc({ scores: joined(folds, which), same }));
    }
    protocol = description;
  }
  const [shipped, learned] = [studentInterval(aucs.shipped), studentInterval(aucs.learned)];
  const nothing = ({ lo, hi }: Measure) => lo <= 0.5 && hi >= 0.5;
  return {
    control: 'shuffled-labels',
    protocol,
    shuffles,
    shipped,
    learned,
    passed: nothing(shipped) && nothing(learned),
  };
}
