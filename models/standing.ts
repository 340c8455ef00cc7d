import type { Measure, Metrics } from './metrics.js';

/** How one system stands to another, by the interval of their paired difference: beyond a tie only when it leaves out 0. */
export type Standing = 'beats' | 'tie' | 'loses';

/** Fewer groups than this resample to a handful of distinct sets: an interval over them means nothing. */
export const FEWEST_GROUPS = 5;

/** Said instead of a standing where there are fewer than {@link FEWEST_GROUPS}. */
export function tooFewGroups(groups: number): string {
  return `${groups} groups are too few to say which is better, and for the intervals to mean much.`;
}

/** Fewer groups than this are enough to measure, and are warned about. */
const FEW_GROUPS = 8;

/** What to say where a model is measured on few groups; nothing where there are enough. */
export function fewGroupsWarnings(groups: number): readonly string[] {
  return groups < FEW_GROUPS
    ? [`${groups} groups are few: intervals over them are wide and unsure. Eight or more are better.`]
    : [];
}

/**
 * The standing that a paired difference with its interval comes to.
 *
 * @param better which way the measure is better @default 'higher'
 */
export function standingOf({ lo, hi }: Pick<Measure, 'lo' | 'hi'>, better: 'higher' | 'lower' = 'higher'): Standing {
  const [above, below] = better === 'higher' ? (['beats', 'loses'] as const) : (['loses', 'beats'] as const);
  if (lo > 0) {
    return above;
  }
  return hi < 0 ? below : 'tie';
}

/**
 * How a measured model stands to its floor: ratios are judged by what they cost (Cllr), cosines by how they rank (ROC AUC).
 *
 * @returns `undefined` where there are too few groups to say; {@link tooFewGroups} is what to say then
 * @example
 * ```ts
 * standingToFloor(manifest.metrics); // 'beats', 'tie', 'loses' or undefined
 * ```
 */
export function standingToFloor({
  groups,
  difference: { auc, cllr },
}: Pick<Metrics, 'groups' | 'difference'>): Standing | undefined {
  if (groups < FEWEST_GROUPS) {
    return undefined;
  }
  return cllr === undefined ? standingOf(auc) : standingOf(cllr, 'lower');
}
