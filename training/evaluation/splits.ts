import { createRandom, SpectroSimError } from '@spectrosim/models';

/** Indices of training and test spectra; no group is on both sides. */
export interface Split {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Fewer groups than this on a side make no pair of two groups. */
const FEWEST_GROUPS = 2;

/**
 * Folds by group: every group is tested once, by a model that never saw it.
 *
 * Groups are dealt out in a seeded order, so that folds differ by at most one group; those of one spectrum last, so that the
 * others, which alone make same-source pairs, spread evenly too.
 *
 * @param groups the group of each spectrum `[N]`
 * @throws SpectroSimError `input` when there are too few groups for that many folds.
 */
export function groupFolds(groups: readonly string[], folds: number, seed: number): Split[] {
  const names = [...new Set(groups)];
  if (names.length < FEWEST_GROUPS * folds) {
    throw new SpectroSimError(
      'input',
      `${folds} folds by group need at least ${FEWEST_GROUPS * folds} groups, there ${names.length === 1 ? 'is 1' : `are ${names.length}`}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}. ${folds > 2 ? 'Use fewer folds or more groups.' : 'Two are trained on and two tested: measure more groups. Or is --group another column?'}`,
    );
  }
  const order = createRandom(seed, 'group-folds').permutation(names.length);
  const alone = new Set(names.filter((name) => groups.indexOf(name) === groups.lastIndexOf(name)));
  const dealt = order
    .map((group) => names[group] as string)
    .sort((one, other) => Number(alone.has(one)) - Number(alone.has(other)));
  const foldOf = new Map(dealt.map((name, position) => [name, position % folds]));
  return Array.from({ length: folds }, (_, fold) => splitBy(groups, (group) => foldOf.get(group) === fold));
}

/**
 * One split by group: about `share` of the groups are held out.
 *
 * @throws SpectroSimError `input` when there are too few groups to train on some and test on others.
 */
export function holdOutGroups(groups: readonly string[], share: number, seed: number): Split {
  const names = [...new Set(groups)];
  if (names.length < 2 * FEWEST_GROUPS) {
    throw new SpectroSimError(
      'input',
      `Training and testing on different groups need at least ${2 * FEWEST_GROUPS} groups, there ${names.length === 1 ? 'is 1' : `are ${names.length}`}: ${names.slice(0, 5).join(', ')}. Is --group the right column?`,
    );
  }
  const most = names.length - FEWEST_GROUPS;
  const count = Math.min(most, Math.max(FEWEST_GROUPS, Math.round(share * names.length)));
  const order = createRandom(seed, 'hold-out').permutation(names.length);
  const held = new Set(order.slice(0, count).map((group) => names[group] as string));
  return splitBy(groups, (group) => held.has(group));
}

function splitBy(groups: readonly string[], tested: (group: string) => boolean): Split {
  const indices = groups.map((_, i) => i);
  return {
    train: indices.filter((i) => !tested(groups[i] as string)),
    test: indices.filter((i) => tested(groups[i] as string)),
  };
}
