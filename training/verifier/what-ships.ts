import { type Metrics, standingToFloor, tooFewGroups } from '@spectrosim/models';
import type { Decision } from './decide.js';
import type { TriedVerifier } from './tried-verifier.js';

/** What is written of what a ladder chose, and why. */
export interface Shipped {
  readonly tried: TriedVerifier;
  readonly why: string;
}

/**
 * Lets what is learned ship only where the cross-validated recipe clearly beats its floor, on groups that neither saw: a choice
 * inside training is made among hundreds, and is no proof. Otherwise the floor ships, which learns nothing that could be wrong.
 *
 * @param measured the recipe by which the ladder chose, cross-validated
 */
export function whatShips(
  { chosen, floor, why }: Pick<Decision, 'chosen' | 'floor' | 'why'>,
  measured: Pick<Metrics, 'groups' | 'difference'>,
): Shipped {
  const standing = standingToFloor(measured);
  if (chosen === floor || standing === 'beats') {
    return { tried: chosen, why };
  }
  const { cllr } = measured.difference;
  const interval = cllr === undefined ? '' : ` (Cllr ${signed(cllr.mean)}, ${signed(cllr.lo)} to ${signed(cllr.hi)})`;
  const held =
    standing === undefined
      ? tooFewGroups(measured.groups)
      : `Cross-validated, that choice ${standing === 'tie' ? 'ties with' : 'loses to'} the floor${interval}.`;
  return { tried: floor, why: `${why} ${held} So the floor ships.` };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
