import { type Axis, describeRecipe, SpectroSimError } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { countPairs } from '../evaluation/evaluate.js';
import { allPairs, type Pairs } from '../evaluation/pairs.js';
import { CANDIDATES } from './candidates.js';
import { type ClimbedRung, type ClimbOptions, climb } from './climb.js';
import { cllrDifference } from './cllr-difference.js';
import { ensembleOf } from './ensemble-of.js';
import type { FitEncoder } from './fit-encoder.js';
import { fitVerifier, type Verifier } from './fit-verifier.js';
import { innerFolds } from './inner-folds.js';
import { candidatePreprocessings } from './preprocessings.js';
import { createPreprocessor, type RunOnRows } from './preprocessor.js';
import { LADDERS, parseLadder, type Rung } from './rungs.js';
import { best, rated, type TriedVerifier } from './tried-verifier.js';
import { outOfFoldPairs, tryCandidates } from './try-candidates.js';

/** What the ladder came to. */
export interface ChosenVerifier {
  /** All that was tried, the floor first, in the order in which it was. */
  readonly tried: readonly TriedVerifier[];
  /** The list of rungs that leads here again: as it was asked for, or as far as it was climbed. */
  readonly candidates: readonly Rung[];
  /** The rungs that were climbed, with what each came to and took. */
  readonly climbed: readonly ClimbedRung[];
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
export interface ChoiceOptions extends ClimbOptions {
  readonly seed: number;
  readonly run: RunOnRows;
  /** The rungs to climb, from the floor up. @default floor, linear, ensemble, and encoder where there is what fits one */
  readonly candidates?: readonly Rung[];
  /** Fits encoders; without it there is no rung `encoder`. */
  readonly fitEncoder?: FitEncoder;
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
 * @throws SpectroSimError `input` when the training side lacks pairs of one group or of two; `usage` for candidates that are no
 * ladder, or an encoder without what fits one.
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
  { seed, run, fitEncoder, candidates, ...watch }: ChoiceOptions,
): Promise<ChosenVerifier> {
  const ladder = ladderOf(candidates, fitEncoder);
  countPairs('training', allPairs(groups), groups);
  const preprocessor = createPreprocessor(train, run);
  const { folds, learnable, warnings } = innerFolds(groups, seed);
  const pairs = outOfFoldPairs(groups, folds);
  countPairs('training', pairs, groups);
  let preprocessings = candidatePreprocessings(axis);
  const alike: string[] = [];
  const tryAll = async (rung: Rung, wanted: (kind: string) => boolean) => {
    const backEnds = CANDIDATES.filter(({ kind }) => wanted(kind));
    const { branches, empty } = await tryCandidates(groups, folds, preprocessings, backEnds, preprocessor);
    preprocessings = preprocessings.filter((one) => !empty.includes(one));
    alike.push(...empty.map(({ recipe }) => describeRecipe(recipe)));
    return branches.map((branch) => rated(rung, [branch], pairs.same));
  };
  const tryRung: Record<Rung, (tried: readonly TriedVerifier[]) => Promise<readonly TriedVerifier[]>> = {
    floor: () => tryAll('floor', (kind) => kind === 'training-free'),
    linear: () => tryAll('linear', (kind) => kind !== 'training-free'),
    ensemble: async (tried) => ensembleOf(tried, pairs.same),
    encoder: async () => [],
  };
  // Where nothing can be learned there is nothing above the floor, whatever was asked for.
  const rungs = learnable ? ladder : ladder.slice(0, 1);
  const { tried, climbed } = await climb(
    rungs.map((rung) => [rung, tryRung[rung]] as const),
    watch,
  );
  const on = (rung: Rung) => tried.filter((one) => one.rung === rung);
  const bestOf = (rows: readonly TriedVerifier[]) => (rows.length === 0 ? undefined : best(rows));
  const floor = best(on('floor'));
  const single = bestOf(on('linear'));
  const [ensemble] = on('ensemble');
  const labelFree = bestOf(tried.filter(({ kind }) => kind === 'label-free'));
  const clearly = (better: TriedVerifier, than: TriedVerifier) => {
    const { difference, standardError } = cllrDifference(than, better, pairs, groups);
    return difference > standardError;
  };
  const learned = ensemble !== undefined && single !== undefined && !clearly(single, ensemble) ? ensemble : single;
  const chosen = learned !== undefined && clearly(learned, floor) ? learned : floor;
  return {
    tried,
    candidates: climbed.length < rungs.length ? ladder.slice(0, climbed.length) : ladder,
    climbed,
    floor,
    ...(labelFree === undefined ? {} : { labelFree }),
    chosen,
    why: reason(chosen, floor, learned),
    warnings: [
      ...warnings,
      ...(alike.length === 0
        ? []
        : [`These preprocessings leave all spectra alike and were left out: ${alike.join('; ')}.`]),
    ],
    outOfFold: pairs,
    fit: (one) => fitVerifier(one.branches, one, groups, preprocessor),
  };
}

function ladderOf(candidates: readonly Rung[] | undefined, fitEncoder: FitEncoder | undefined): readonly Rung[] {
  const withEncoder = LADDERS.at(-1) as readonly Rung[];
  const ladder = parseLadder(candidates ?? (fitEncoder === undefined ? withEncoder.slice(0, -1) : withEncoder));
  if (ladder.includes('encoder') && fitEncoder === undefined) {
    throw new SpectroSimError(
      'usage',
      `The candidates "${ladder.join(',')}" need something that fits encoders, and there is none here. Hand over \`fitEncoder\`, or leave out "encoder".`,
    );
  }
  return ladder;
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
