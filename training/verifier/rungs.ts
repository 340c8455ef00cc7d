import { SpectroSimError } from '@spectrosim/models';

/** The rungs of the ladder, in the order in which they are climbed. */
export const RUNGS = ['floor', 'linear', 'ensemble', 'encoder'] as const;

/** A rung of the ladder. */
export type Rung = (typeof RUNGS)[number];

/** The lists of rungs that can be climbed: each begins with the floor, and none is left out on the way. */
export const LADDERS: readonly (readonly Rung[])[] = RUNGS.map((_, last) => RUNGS.slice(0, last + 1));

/**
 * Rungs as a ladder, checked.
 *
 * @throws SpectroSimError `usage` for a list that begins elsewhere, leaves one out or has an unknown one; the message lists
 * those there are.
 * @example
 * ```ts
 * parseLadder(['floor', 'linear']); // ['floor', 'linear']
 * ```
 */
export function parseLadder(names: readonly string[]): readonly Rung[] {
  const ladder = LADDERS.find((rungs) => rungs.length === names.length && rungs.every((rung, i) => rung === names[i]));
  if (ladder === undefined) {
    throw new SpectroSimError(
      'usage',
      `"${names.join(',')}" is no list of candidates: they are tried in order, from the floor up. Expected one of: ${LADDERS.map((rungs) => rungs.join(',')).join('; ')}.`,
    );
  }
  return ladder;
}
