import { describeRecipe, type Measure, type Metrics, SpectroSimError } from '@spectrosim/models';
import { areaUnderRoc } from './area-under-roc.js';
import { groupBootstrap, INTERVAL } from './bootstrap.js';
import type { Floor } from './floor.js';
import type { Pairs } from './pairs.js';
import { countRanked, rankScores } from './ranking.js';
import { balancedAccuracy } from './threshold.js';

/** Scores of test pairs by one system, with the threshold it was frozen at. */
export interface SystemScores {
  readonly system: string;
  readonly scores: ArrayLike<number>;
  readonly threshold: number;
}

/** AUC and balanced accuracy of a system's scores, each with a bootstrap interval over groups. */
export function measureSystem(
  { system, scores, threshold }: SystemScores,
  pairs: Pairs,
  groups: readonly string[],
  seed: number,
): Metrics['model'] {
  const { same } = pairs;
  const ranking = rankScores(scores, same);
  return {
    system,
    auc: groupBootstrap(pairs, groups, seed, (weights) => areaUnderRoc(countRanked(ranking, weights))),
    balancedAccuracy: groupBootstrap(pairs, groups, seed, (weights) =>
      balancedAccuracy({ scores, same, weights }, threshold),
    ),
    threshold,
  };
}

/**
 * How many pairs of either kind spectra make.
 *
 * @param side what the spectra are for, for the message
 * @throws SpectroSimError `input` when no pair is of one group, or all are: nothing can be chosen or measured by them.
 */
export function countPairs(
  side: 'training' | 'test',
  { same }: Pairs,
  groups: readonly string[],
): { readonly positivePairs: number; readonly negativePairs: number } {
  const positivePairs = same.reduce((sum, one) => sum + one, 0);
  const negativePairs = same.length - positivePairs;
  if (positivePairs === 0 || negativePairs === 0) {
    throw new SpectroSimError(
      'input',
      `The ${groups.length} ${side} spectra make ${positivePairs} pairs of one group and ${negativePairs} of two. Both are needed: at least two groups, and two spectra in one of them. Is --group the right column?`,
    );
  }
  return { positivePairs, negativePairs };
}

/** The systems of a comparison. */
export interface ComparedSystems {
  readonly model: SystemScores;
  readonly floor: SystemScores;
}

/**
 * Systems on the same pairs of unseen groups, each by itself, and the model against the floor on the same resamples.
 *
 * @throws SpectroSimError `input` when no pair is of one group, or all are.
 */
export function compareSystems(
  protocol: string,
  { model, floor }: ComparedSystems,
  pairs: Pairs,
  groups: readonly string[],
  seed: number,
): Metrics {
  const { positivePairs, negativePairs } = countPairs('test', pairs, groups);
  return {
    measured: 'model',
    protocol,
    partitions: 1,
    groups: new Set(groups).size,
    spectra: groups.length,
    positivePairs,
    negativePairs,
    interval: INTERVAL,
    model: measureSystem(model, pairs, groups, seed),
    floor: measureSystem(floor, pairs, groups, seed),
    difference: { auc: aucDifference(model, floor, pairs, groups, seed) },
  };
}

function aucDifference(
  { scores: a }: SystemScores,
  { scores: b }: SystemScores,
  pairs: Pairs,
  groups: readonly string[],
  seed: number,
): Measure {
  const { same } = pairs;
  const [rankingA, rankingB] = [rankScores(a, same), rankScores(b, same)];
  return groupBootstrap(
    pairs,
    groups,
    seed,
    (weights) => areaUnderRoc(countRanked(rankingA, weights)) - areaUnderRoc(countRanked(rankingB, weights)),
  );
}

/** The floor's name in tables. */
export function floorName(floor: Floor): string {
  return `cosine of ${describeRecipe(floor.recipe)} spectra (no training)`;
}
