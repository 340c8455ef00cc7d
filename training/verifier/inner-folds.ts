import { groupFolds, type Split } from '../evaluation/splits.js';

/** Folds inside a training side, where there are groups enough. */
const FOLDS = 5;

/** Fewer groups than this make no two folds of two groups. */
const FEWEST_GROUPS = 4;

/** With fewer groups than this a fitted back-end may end below a training-free one. */
export const FEW_GROUPS = 8;

/** How a training side is cross-validated. */
export interface InnerFolds {
  readonly folds: readonly Split[];
  /** Whether every fold's training side has replicates to learn from. */
  readonly learnable: boolean;
  readonly warnings: readonly string[];
}

/**
 * Folds by group within a training side: five, or as many as leave two groups in each. With fewer than four groups nothing
 * can be fitted on some and tried on others; what needs no fitting is tried on all.
 */
export function innerFolds(groups: readonly string[], seed: number): InnerFolds {
  const names = new Set(groups).size;
  const everything = groups.map((_, i) => i);
  const enough = names >= FEWEST_GROUPS;
  const folds = enough
    ? groupFolds(groups, Math.min(FOLDS, Math.floor(names / 2)), seed)
    : [{ train: everything, test: everything }];
  // Two degrees of freedom at least: a variance of one difference says nothing.
  const learnable = enough && folds.every(({ train }) => train.length - new Set(train.map((i) => groups[i])).size >= 2);
  const warnings = [
    ...(names < FEW_GROUPS
      ? [
          `Fewer than ${FEW_GROUPS} training groups: what is learned of them may not hold for others, and the training-free floor often wins.`,
        ]
      : []),
    ...(learnable
      ? []
      : [
          enough
            ? 'Hardly any training group has a second spectrum: no back-end can learn what varies among replicates, only training-free similarities were tried.'
            : `Back-ends are tried on groups that they were not fitted on, which needs ${FEWEST_GROUPS} training groups: only training-free similarities were tried.`,
        ]),
  ];
  return { folds, learnable, warnings };
}
