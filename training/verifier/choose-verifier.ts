import { type Axis, describeRecipe } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { countPairs } from '../evaluation/evaluate.js';
import { allPairs, type Pairs } from '../evaluation/pairs.js';
import { CANDIDATES, type Candidate } from './candidates.js';
import { cllrDifference } from './cllr-difference.js';
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

/** How many distinct preprocessings are put together, and how many at least. Not the best of several sizes: which is best by a few hundredths of a bit is luck. */
const ENSEMBLE_SIZE = 5;
const LEAST_ENSEMBLE = 3;

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
 * then an ensemble of the best on distinct ones. Everything is tried on groups that it was not fitted on, inside the training
 * side, and the cost of calibrated log-likelihood ratios (Cllr) decides; AUC reaches 1 for many and tells them apart no more.
 *
 * The lowest of many costs is partly luck, so a difference counts from one standard error up (Breiman et al. 1984): the ensemble,
 * which is steadier, gives way to a single back-end only where that is better by more; and the floor, which learns nothing, ships
 * where what is learned is not better by more.
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
  const rows = branches.map((branch) => rated(rungOf(branch.candidate), [branch], pairs.same));
  const singles = RUNGS.flatMap((rung) => rows.filter((one) => one.rung === rung));
  const ensemble = learnable && climbs('ensemble') ? ensembleOf(singles, branches, pairs.same) : undefined;
  const floor = best(singles.filter(({ rung }) => rung === 'floor'));
  const unlabelled = singles.filter(({ kind }) => kind === 'label-free');
  const linear = singles.filter(({ rung }) => rung === 'linear');
  const single = linear.length === 0 ? undefined : best(linear);
  const clearly = (better: TriedVerifier, than: TriedVerifier) => {
    const { difference, standardError } = cllrDifference(than, better, pairs, groups);
    return difference > standardError;
  };
  const learned = ensemble !== undefined && single !== undefined && !clearly(single, ensemble) ? ensemble : single;
  const chosen = learned !== undefined && clearly(learned, floor) ? learned : floor;
  return {
    tried: ensemble === undefined ? singles : [...singles, ensemble],
    floor,
    ...(unlabelled.length === 0 ? {} : { labelFree: best(unlabelled) }),
    chosen,
    why: reason(chosen, floor, learned),
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

/** The best candidates of the best families of preprocessings, put together; absent where there are too few families. */
function ensembleOf(
  singles: readonly TriedVerifier[],
  branches: readonly TriedBranch[],
  same: Uint8Array,
): TriedVerifier | undefined {
  const byFamily = new Map<string, TriedVerifier>();
  for (const one of singles) {
    const family = (one.branches[0] as TriedBranch).preprocessing.family;
    byFamily.set(family, best([...(byFamily.has(family) ? [byFamily.get(family) as TriedVerifier] : []), one]));
  }
  if (byFamily.size < LEAST_ENSEMBLE) {
    return undefined;
  }
  const ranked = [...byFamily.values()].sort((a, b) => a.cllr - b.cllr).slice(0, ENSEMBLE_SIZE);
  const branchOf = ({ branches: [only] }: TriedVerifier) =>
    branches.find(
      (branch) => branch.candidate === only?.candidate && branch.preprocessing === only.preprocessing,
    ) as TriedBranch;
  return rated('ensemble', ranked.map(branchOf), same);
}

/** The one of the lowest Cllr; the first of equals. */
function best(tried: readonly TriedVerifier[]): TriedVerifier {
  return tried.reduce((lowest, one) => (one.cllr < lowest.cllr ? one : lowest));
}

function reason(chosen: TriedVerifier, floor: TriedVerifier, learned: TriedVerifier | undefined): string {
  const cost = (one: TriedVerifier) => `Cllr ${one.cllr.toFixed(3)}`;
  if (chosen !== floor) {
    return `${chosen.rung === 'ensemble' ? 'An ensemble' : 'A single back-end'} beats the training-free floor on groups that neither was fitted on: ${cost(chosen)} against ${cost(floor)}.`;
  }
  return learned === undefined
    ? `Nothing but training-free similarities was tried: the floor ships (${cost(floor)}).`
    : `Nothing that is learned beats the training-free floor by more than a standard error: ${cost(learned)} against ${cost(floor)}. The floor ships.`;
}
