import { createRandom, SpectroSimError } from '@spectrosim/models';
import { groupMembers } from '../loop/group-members.js';

/** Fewer groups make no pair of two. */
const FEWEST_GROUPS = 2;

/** Indices of rows to train on, and of those that are only looked at. */
export interface Aside {
  readonly train: readonly number[];
  readonly held: readonly number[];
}

/**
 * Sets about `share` of the groups aside, at least two, drawn from the seed. Those of several spectra come first, since they alone make
 * pairs of one source.
 *
 * @param groups the group of each row `[N]`, of the training side alone
 * @param pairs whether pairs of one source are needed among them. @default true
 * @throws SpectroSimError `input` with fewer than four groups, or where none has a second spectrum and one is needed
 */
export function setAside(groups: readonly number[], share: number, seed: number, pairs = true): Aside {
  const members = groupMembers(groups);
  const order = createRandom(seed, 'early-stopping')
    .permutation(members.length)
    .map((group) => members[group] as number[])
    .sort((one, other) => Number(one.length === 1) - Number(other.length === 1));
  if (members.length < 2 * FEWEST_GROUPS || (pairs && (order[0] as number[]).length === 1)) {
    throw new SpectroSimError(
      'input',
      `Early stopping sets training groups aside and looks at their spectra. It needs at least ${2 * FEWEST_GROUPS} training groups${pairs ? ', one of them of two spectra' : ''}, got ${members.length}, the largest of ${Math.max(0, ...members.map((rows) => rows.length))}. Measure more groups, or leave out "earlyStopping".`,
    );
  }
  const count = Math.min(members.length - FEWEST_GROUPS, Math.max(FEWEST_GROUPS, Math.round(share * members.length)));
  const held = new Set(order.slice(0, count).flat());
  const indices = groups.map((_, row) => row);
  return { train: indices.filter((row) => !held.has(row)), held: indices.filter((row) => held.has(row)) };
}
