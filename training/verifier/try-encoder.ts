import { bestOn, type Clearly, linearWinner } from './decide.js';
import { onlyBranch } from './ensemble-of.js';
import type { Preprocessing } from './preprocessings.js';
import { best, rated, type TriedVerifier } from './tried-verifier.js';

/**
 * The rung `encoder`: an encoder on the preprocessing of the best single back-end, every back-end on its embedding; and, where an
 * ensemble had won so far, that ensemble with the best of these in place of its branch of the same preprocessing. All else
 * being equal, the difference from what had won is the encoder's.
 *
 * @param tryAll tries every back-end on a preprocessing
 * @param same of the pairs out of fold
 */
export async function tryEncoder(
  tried: readonly TriedVerifier[],
  tryAll: (preprocessing: Preprocessing) => Promise<readonly TriedVerifier[]>,
  clearly: Clearly,
  same: Uint8Array,
): Promise<readonly TriedVerifier[]> {
  const linear = bestOn(tried, 'linear');
  const winner = linearWinner(tried, clearly);
  if (linear === undefined || winner === undefined) {
    return [];
  }
  const { preprocessing } = onlyBranch(linear);
  const singles = await tryAll({ ...preprocessing, encoded: true });
  if (singles.length === 0 || winner.branches.length === 1) {
    return singles;
  }
  const { family } = preprocessing;
  // Where other families' floors crowded this one out, at −1, it takes the place of the last and worst.
  const place = winner.branches.findIndex((branch) => branch.preprocessing.family === family);
  const branches = winner.branches.with(place, onlyBranch(best(singles)));
  return [...singles, rated('encoder', branches, same)];
}
