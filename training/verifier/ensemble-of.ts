import { best, rated, type TriedVerifier } from './tried-verifier.js';
import type { TriedBranch } from './try-candidates.js';

/** How many distinct preprocessings are put together, and how many at least. Not the best of several sizes: which is best by a few hundredths of a bit is luck. */
const ENSEMBLE_SIZE = 5;
const LEAST_ENSEMBLE = 3;

/**
 * The best candidates of the best families of preprocessings, put together; nothing where there are too few families.
 *
 * @param size how many families
 */
export function ensembleOf(
  singles: readonly TriedVerifier[],
  same: Uint8Array,
  size = ENSEMBLE_SIZE,
): readonly TriedVerifier[] {
  const byFamily = new Map<string, TriedVerifier>();
  for (const one of singles) {
    const family = onlyBranch(one).preprocessing.family;
    const known = byFamily.get(family);
    byFamily.set(family, best(known === undefined ? [one] : [known, one]));
  }
  if (byFamily.size < LEAST_ENSEMBLE) {
    return [];
  }
  const ranked = [...byFamily.values()].sort((a, b) => a.cllr - b.cllr).slice(0, size);
  return [rated('ensemble', ranked.map(onlyBranch), same)];
}

/** The branch of a verifier of one. */
export function onlyBranch({ branches }: TriedVerifier): TriedBranch {
  return branches[0] as TriedBranch;
}
