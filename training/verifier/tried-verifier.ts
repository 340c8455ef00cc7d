import { describeRecipe } from '@spectrosim/models';
import { type Rating, rate } from './rate.js';
import type { Rung } from './rungs.js';
import type { TriedBranch } from './try-candidates.js';

/** Kinds of verifiers, the most learned first. */
const KINDS = ['encoder', 'linear', 'label-free', 'training-free'] as const;

/** One thing that was tried, with what it came to inside the training side. */
export interface TriedVerifier extends Rating {
  readonly rung: Rung;
  /** What it is, in words. */
  readonly name: string;
  /** `training-free`, `label-free`, `linear` or `encoder`; an ensemble is what the most learned of its branches is. */
  readonly kind: (typeof KINDS)[number];
  readonly branches: readonly TriedBranch[];
}

/** Rates branches together. */
export function rated(rung: Rung, branches: readonly TriedBranch[], same: Uint8Array): TriedVerifier {
  const kinds = branches.map(({ candidate, preprocessing }) => (preprocessing.encoded ? 'encoder' : candidate.kind));
  const kind = KINDS.find((one) => kinds.includes(one)) ?? 'linear';
  return { ...rate(branches, same), rung, name: branches.map(branchName).join(' + '), kind, branches };
}

/** A branch in words. */
export function branchName({ candidate, preprocessing }: Pick<TriedBranch, 'candidate' | 'preprocessing'>): string {
  const { recipe, encoded = false } = preprocessing;
  return `${candidate.name} of ${encoded ? 'an encoder on ' : ''}${describeRecipe(recipe)}`;
}

/** The one of the lowest Cllr; the first of equals. */
export function best(tried: readonly TriedVerifier[]): TriedVerifier {
  return tried.reduce((lowest, one) => (one.cllr < lowest.cllr ? one : lowest));
}
