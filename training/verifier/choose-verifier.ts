import { type Axis, describeRecipe, SpectroSimError } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import type { ScoreNormalisationName } from '../back-ends/score-normaliser.js';
import { countPairs } from '../evaluation/evaluate.js';
import { allPairs, type Pairs } from '../evaluation/pairs.js';
import { backEndInputs } from './back-end-inputs.js';
import { CANDIDATES, type Candidate } from './candidates.js';
import { type ClimbedRung, type ClimbOptions, climb } from './climb.js';
import { byOneStandardError, type Decision, decide } from './decide.js';
import { ensembleOf } from './ensemble-of.js';
import type { FitEncoder } from './fit-encoder.js';
import { fitVerifier, type Verifier } from './fit-verifier.js';
import { innerFolds } from './inner-folds.js';
import { candidatePreprocessings, type Preprocessing } from './preprocessings.js';
import { createPreprocessor, type RunOnRows } from './preprocessor.js';
import { LADDERS, parseLadder, type Rung } from './rungs.js';
import { rated, type TriedVerifier } from './tried-verifier.js';
import { outOfFoldPairs, tryCandidates } from './try-candidates.js';
import { tryEncoder } from './try-encoder.js';

/** What the ladder came to: its floor, what ships (the floor, where nothing beats it), and why, in a sentence. */
export interface ChosenVerifier extends Decision {
  /** All that was tried, the floor first, in the order in which it was. */
  readonly tried: readonly TriedVerifier[];
  /** The list of rungs that leads here again: as it was asked for, or as far as it was climbed. */
  readonly candidates: readonly Rung[];
  /** The rungs that were climbed, with what each came to and took. */
  readonly climbed: readonly ClimbedRung[];
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
  /** Normalises scores of fitted back-ends by a cohort of training spectra, before they are calibrated. @default none */
  readonly scoreNormalisation?: ScoreNormalisationName;
}

/**
 * Chooses a verifier for spectra of sources never seen: the training-free floor, then linear back-ends on all preprocessings,
 * then an ensemble of the best on distinct ones, then an encoder in place of the preprocessed spectra of one branch. Everything is tried on groups that it was not fitted on, inside the training
 * side, and the cost of calibrated log-likelihood ratios (Cllr) decides; AUC reaches 1 for many and tells them apart no more.
 *
 * The lowest of many costs is partly luck, so a difference counts from one standard error up (Breiman et al. 1984): the ensemble,
 * which is steadier, gives way to a single back-end only where that is better by more; the encoder ships where it is better by
 * more than what had won without; and the floor, which learns nothing, ships where what is learned is not better by more.
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
  { seed, run, fitEncoder, scoreNormalisation, candidates, ...watch }: ChoiceOptions,
): Promise<ChosenVerifier> {
  const ladder = ladderOf(candidates, fitEncoder);
  countPairs('training', allPairs(groups), groups);
  const { folds, learnable, warnings } = innerFolds(groups, seed);
  const pairs = outOfFoldPairs(groups, folds);
  const { positivePairs } = countPairs('training', pairs, groups);
  const fitting = fitEncoder && { fitEncoder, axis, seed };
  const inputs = backEndInputs(createPreprocessor(train, run), groups, run, fitting);
  const alike = new Set<Preprocessing>();
  const tryAll = async (rung: Rung, preprocessings: readonly Preprocessing[], backEnds: readonly Candidate[]) => {
    const left = preprocessings.filter((one) => !alike.has(one));
    const { branches, empty } = await tryCandidates(groups, folds, left, backEnds, inputs, scoreNormalisation);
    for (const one of empty) {
      alike.add(one);
    }
    return branches.map((branch) => rated(rung, [branch], pairs.same));
  };
  const preprocessings = candidatePreprocessings(axis);
  const clearly = byOneStandardError(pairs, groups);
  const tryRung: Record<Rung, (tried: readonly TriedVerifier[]) => Promise<readonly TriedVerifier[]>> = {
    floor: () => tryAll('floor', preprocessings, FREE),
    linear: () => tryAll('linear', preprocessings, FITTED),
    ensemble: async (tried) => ensembleOf(tried, pairs.same),
    encoder: (tried) => tryEncoder(tried, (one) => tryAll('encoder', [one], CANDIDATES), clearly, pairs.same),
  };
  // Where nothing can be learned there is nothing above the floor, whatever was asked for.
  const rungs = learnable ? ladder : ladder.slice(0, 1);
  const { tried, climbed } = await climb(
    rungs.map((rung) => [rung, tryRung[rung]] as const),
    watch,
  );
  const left = [...alike].map(({ recipe }) => describeRecipe(recipe)).join('; ');
  return {
    ...decide(tried, clearly),
    tried,
    candidates: climbed.length < rungs.length ? ladder.slice(0, climbed.length) : ladder,
    climbed,
    warnings: [
      ...warnings,
      ...(positivePairs === 1 ? [ONE_PAIR] : []),
      ...(left === '' ? [] : [`These preprocessings leave all spectra alike and were left out: ${left}.`]),
    ],
    outOfFold: pairs,
    fit: (one) => fitVerifier(one.branches, one, groups, inputs, scoreNormalisation),
  };
}

/** Said of a training side whose calibration can warrant nothing: the bound of its ratios is the logarithm of 1. */
const ONE_PAIR =
  'A training side has one same-source pair out of fold, and so many pairs bound a log-likelihood ratio by ln 1 = 0: whatever the scores, every ratio is 0 and Cllr is 1. Give more groups a second spectrum.';

const FREE = CANDIDATES.filter(({ kind }) => kind === 'training-free');
const FITTED = CANDIDATES.filter(({ kind }) => kind !== 'training-free');

/**
 * The rungs to climb.
 *
 * @param candidates as they were asked for @default all that there is what fits them
 * @throws SpectroSimError `usage` for candidates that are no ladder, or an encoder without what fits one.
 */
export function ladderOf(candidates: readonly Rung[] | undefined, fitEncoder: FitEncoder | undefined): readonly Rung[] {
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
