import type { ChosenVerifier } from './choose-verifier.js';
import { bestOn, byOneStandardError, linearWinner } from './decide.js';
import { ensembleOf } from './ensemble-of.js';
import { best, type TriedVerifier } from './tried-verifier.js';

/** Other sizes of the ensemble: preprocessings put together. */
export const ALTERNATIVE_SIZES = [1, 3, 5, Number.POSITIVE_INFINITY] as const;

/** Ways to choose between floor, single back-end and ensemble: the ladder's, and the lowest Cllr whatever the difference. */
export const ALTERNATIVE_RULES = ['one standard error', 'lowest Cllr'] as const;

/** What would have shipped under another rule of choice. */
export interface Alternative {
  readonly size: number;
  readonly rule: (typeof ALTERNATIVE_RULES)[number];
  readonly tried: TriedVerifier;
}

/**
 * What a ladder would have shipped without its rung of encoders, by each size of the ensemble and each rule. It was tried inside the
 * training side like all else; nothing is fitted anew.
 *
 * @param groups the group of each training row `[n]`
 */
export function alternatives({ tried, outOfFold }: ChosenVerifier, groups: readonly string[]): readonly Alternative[] {
  const singles = tried.filter(({ rung }) => rung === 'floor' || rung === 'linear');
  const floor = bestOn(singles, 'floor') as TriedVerifier;
  const clearly = byOneStandardError(outOfFold, groups);
  return ALTERNATIVE_SIZES.flatMap((size) => {
    const all = [...singles, ...(size === 1 ? [] : ensembleOf(singles, outOfFold.same, size))];
    const learned = linearWinner(all, clearly);
    const shipped = learned !== undefined && clearly(learned, floor) ? learned : floor;
    return [
      { size, rule: 'one standard error' as const, tried: shipped },
      { size, rule: 'lowest Cllr' as const, tried: best(all) },
    ];
  });
}
