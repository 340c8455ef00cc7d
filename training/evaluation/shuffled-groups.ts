import { createRandom } from '@spectrosim/models';

/**
 * The labels of a control: every group keeps its size, and which spectrum is of which is left to chance. Nothing may be
 * found with these; twenty seeds or more show whether anything is.
 *
 * @param groups the group of each spectrum `[N]`
 */
export function shuffledGroups(groups: readonly string[], seed: number): string[] {
  return createRandom(seed, 'shuffled-groups')
    .permutation(groups.length)
    .map((from) => groups[from] as string);
}
