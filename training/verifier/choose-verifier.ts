import { type Axis, describeRecipe } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { countPairs } from '../evaluation/evaluate.js';
import { allPairs, type Pairs } from '../evaluation/pairs.js';
import { CANDIDATES, type Candidate } from './candidates.js';
import { fitVerifier, type Verifier } from './fit-verifier.js';
import { innerFolds } from './inner-folds.js';
import { candidatePreprocessings, type Preprocessing } from './preprocessings.js';
import { createPreprocessor, type RunOnRows } from './preprocessor.js';
import { type Rating, rate } from './rate.js';
import { type TriedBranch, tryCandidates } from './try-candidates.js';

/** The rungs of the ladder, in the order in which they are climbed. */
export const RUNGS = ['floor', 'linear', 'ensemble'] as const;

/** A rung of the ladder. */
export type Rung = (typeof RUNGS)[number];

/** How many distinct preprocessings are put together. */
const ENSEMBLE_SIZES = [3, 4, 5];

/** One thing that was tried, with what it came to inside the training side. */
export interface TriedVerifier extends Rating {
  readonly rung: Rung;
  /** What it is, in words. */
  readonly name: string;
  /** `training-free`, `label-free` or `linear`; an ensemble is what the most learned of its branches is. */
  readonly kind: Candidate['kind'];
  readonly branches: readonly { readonly candidate: Candidate; readonly preprocessing: Preprocessing }[];
}

/** What the ladder came to. */
export interface ChosenVerifier {
  /** All that was tried, the floor first, in the order in which it was. */
  readonly tried: readonly TriedVerifier[];
  /** The best training-free similarity. */
  readonly floor: TriedVerifier;
  /** The best of what is fitted without labels; absent when nothing could be fitted. */
  readonly labelFree?: TriedVerifier;
  /** What ships. It is the floor where nothing beats it. */
  readonly chosen: TriedVerifier;
  /** Why, in a sentence. */
  readonly why: string;
  readonly warnings: readonly string[];
  /** The pairs of training rows that everything tried was rated by, none fitted on `[P]`. */
  readonly outOfFold: Pairs;
  /** Fits one of those tried on all training groups. */
  fit(tried: TriedVerifier): Promise<Verifier>;
}

/** How a verifier is chosen. */
export interface ChoiceOptions {
  readonly seed: number;
  readonly run: RunOnRows;
  /** The last rung to climb. @default 'ensemble' */
  readonly lastRung?: Rung;
}

/**
 * Chooses a verifier for spectra of sources never seen: the training-free floor, then linear back-ends on all preprocessings,
 * then ensembles of the best on distinct ones. Everything is tried on groups that it was not fitted on, inside the training
 * side, and the lowest cost of calibrated log-likelihood ratios (Cllr) decides; AUC reaches 1 for many and tells them apart no
 * more. A later rung must be better than the ones before: a tie goes to the simpler.
 *
 * @param train raw training intensities `[n, L]`
 * @param groups the group of each `[n]`
 * @throws SpectroSimError `input` when the training side lacks pairs of one group or of two.
 * @example
 * ```ts
 * const ladder = await chooseVerifier(rows, groups, axis, { seed: 1, run });
 * const verifier = await ladder.fit(ladder.chosen);
 * const llr = await scorePairs(verifier, testRows, testPairs, run);
 * ```
 */
export async function chooseVerifier(
  train: Rows,
  groups: readonly string[],
  axis: Axis,
  { seed, run, lastRung = 'ensemble' }: ChoiceOptions,
): Promise<ChosenVerifier> {
  countPairs('training', allPairs(groups), groups);
  const preprocessor = createPreprocessor(train, run);
  const { folds, learnable, warnings } = innerFolds(groups, seed);
  const climbs = (rung: Rung) => RUNGS.indexOf(rung) <= RUNGS.indexOf(lastRung);
  const candidates = CANDIDATES.filter(({ kind }) => kind === 'training-free' || (learnable && climbs('linear')));
  const { pairs, branches, empty } = await tryCandidates(
    groups,
    folds,
    candidatePreprocessings(axis),
    candidates,
    preprocessor,
  );
  countPairs('training', pairs, groups);
  const single = branches.map((branch) => rated(rungOf(branch.candidate), [branch], pairs.same));
  const singles = RUNGS.flatMap((rung) => single.filter((one) => one.rung === rung));
  const ensembles = learnable && climbs('ensemble') ? ensemblesOf(singles, branches, pairs.same) : [];
  const tried = [...singles, ...ensembles];
  const floor = best(tried.filter(({ rung }) => rung === 'floor'));
  const unlabelled = tried.filter(({ kind, rung }) => kind === 'label-free' && rung === 'linear');
  const chosen = best(tried);
  return {
    tried,
    floor,
    ...(unlabelled.length === 0 ? {} : { labelFree: best(unlabelled) }),
    chosen,
    why: reason(chosen, floor),
    warnings: [
      ...warnings,
      ...(empty.length === 0
        ? []
        : [`These preprocessings leave all spectra alike and were left out: ${empty.join('; ')}.`]),
    ],
    outOfFold: pairs,
    fit: (one) => fitVerifier(one.branches, one, groups, preprocessor),
  };
}

function rungOf({ kind }: Candidate): Rung {
  return kind === 'training-free' ? 'floor' : 'linear';
}

function rated(rung: Rung, branches: readonly TriedBranch[], same: Uint8Array): TriedVerifier {
  const kinds = branches.map(({ candidate }) => candidate.kind);
  const kind = (['linear', 'label-free', 'training-free'] as const).find((one) => kinds.includes(one)) ?? 'linear';
  return {
    ...rate(branches, same),
    rung,
    name: branches.map(branchName).join(' + '),
    kind,
    branches: branches.map(({ candidate, preprocessing }) => ({ candidate, preprocessing })),
  };
}

/** A branch in words. */
export function branchName({ candidate, preprocessing }: TriedVerifier['branches'][number]): string {
  return `${candidate.name} of ${describeRecipe(preprocessing.recipe)}`;
}

/** The best candidate of each family of preprocessings, put together from the best family down. */
function ensemblesOf(
  singles: readonly TriedVerifier[],
  branches: readonly TriedBranch[],
  same: Uint8Array,
): TriedVerifier[] {
  const byFamily = new Map<string, TriedVerifier>();
  for (const one of singles) {
    const family = (one.branches[0] as TriedBranch).preprocessing.family;
    byFamily.set(family, best([...(byFamily.has(family) ? [byFamily.get(family) as TriedVerifier] : []), one]));
  }
  const ranked = [...byFamily.values()].sort((a, b) => a.cllr - b.cllr);
  const branchOf = ({ branches: [only] }: TriedVerifier) =>
    branches.find(
      (branch) => branch.candidate === only?.candidate && branch.preprocessing === only.preprocessing,
    ) as TriedBranch;
  return ENSEMBLE_SIZES.filter((size) => size <= ranked.length).map((size) =>
    rated('ensemble', ranked.slice(0, size).map(branchOf), same),
  );
}

/** The one of the lowest Cllr; the first of equals. */
function best(tried: readonly TriedVerifier[]): TriedVerifier {
  return tried.reduce((lowest, one) => (one.cllr < lowest.cllr ? one : lowest));
}

function reason(chosen: TriedVerifier, floor: TriedVerifier): string {
  const cost = (one: TriedVerifier) => `Cllr ${one.cllr.toFixed(3)}`;
  return chosen === floor
    ? `Nothing that was tried beats the training-free floor inside the training side (${cost(floor)}): the floor ships.`
    : `Lowest inner Cllr: ${cost(chosen)} against ${cost(floor)} of the training-free floor.`;
}
