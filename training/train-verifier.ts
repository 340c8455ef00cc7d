import { type Manifest, type Metrics, SpectroSimError } from '@spectrosim/models';
import { noVerdictBand } from './calibration/no-verdict-band.js';
import type { Dataset } from './dataset.js';
import { rowsAt } from './dataset.js';
import {
  type CrossScores,
  countLadders,
  crossScore,
  summariseFolds,
  type VerifierEvaluation,
  type VerifierEvaluationOptions,
} from './evaluate-verifier.js';
import { metricsOf } from './evaluation/metrics-of.js';
import type { Pairs } from './evaluation/pairs.js';
import { type Protocol, partitions } from './evaluation/protocols/protocol.js';
import { type ChosenVerifier, chooseVerifier } from './verifier/choose-verifier.js';
import { withinBudget } from './verifier/climb.js';
import type { Verifier } from './verifier/fit-verifier.js';
import type { TriedVerifier } from './verifier/tried-verifier.js';
import { whatShips } from './verifier/what-ships.js';

/** The share of wrong verdicts that the "no verdict" band allows. */
export const BAND_RATE = 0.05;

/** Something that was tried, fitted on all groups. */
export interface FittedChoice {
  readonly tried: TriedVerifier;
  readonly verifier: Verifier;
}

/** Pairs scored by verifiers that were fitted without either's group. */
export interface OutOfFold {
  readonly pairs: Pairs;
  /** Log-likelihood ratios of what ships, within the bounds that each fold's calibration warrants `[P]`. */
  readonly llrs: ArrayLike<number>;
}

/** What a model is called that is the training-free floor itself, and what any model is measured beside. */
const FLOOR = 'the best training-free cosine in each fold';

/** A verifier chosen by the ladder and fitted on all groups, with what its recipe measures. */
export interface TrainedVerifier {
  readonly ladder: ChosenVerifier;
  /** What ships: what the ladder chose where that clearly beats the floor in the cross-validation, else the floor. */
  readonly chosen: FittedChoice;
  /** Why that ships, in a few sentences. */
  readonly why: string;
  readonly floor: FittedChoice;
  /** The ladder's choice in each fold beside its floor, whichever of them ships. */
  readonly evaluation: VerifierEvaluation;
  /** What that was measured on: every held-out pair with its scores. */
  readonly scores: CrossScores;
  /** Of what ships. */
  readonly metrics: Metrics;
  readonly decision: Manifest['decision'];
  /** Held-out pairs of the first partition, by row of the dataset, with the ratios that verifiers which saw neither group gave. */
  readonly outOfFold: OutOfFold;
  /** Why there is no "no verdict" band; absent where there is one. */
  readonly bandRefused?: string;
}

/**
 * Chooses a verifier by the ladder on all groups and fits it on all of them; where there is a budget, this ladder settles how far
 * all go. How well that does is measured by cross-validating the same recipe: no group is left to test the verifier itself on. What
 * does not clearly beat the floor there does not ship, the floor does.
 *
 * @param protocol of the cross-validation, by group
 * @throws SpectroSimError `input` when there are too few groups, or no pair of one group or of two; `training` when what would ship
 * gives every pair the same ratio.
 * @example
 * ```ts
 * const trained = await trainVerifier(dataset, createProtocol('groups', dataset), { seed: 1, partitions: 1, run });
 * trained.metrics.model.cllr; // { mean, sd, lo, hi }
 * ```
 */
export async function trainVerifier(
  dataset: Dataset,
  protocol: Protocol,
  options: VerifierEvaluationOptions,
): Promise<TrainedVerifier> {
  const { groups, rows, axis, names } = dataset;
  const { budgetSeconds, onFold, ...rest } = options;
  const everyone = groups.map((_, i) => i);
  const ladders = countLadders(partitions(protocol, options.seed, options.partitions)) + 1;
  const ladder = await chooseVerifier(rowsAt(rows, everyone), groups, axis, {
    ...rest,
    ...(budgetSeconds === undefined ? {} : { goOn: withinBudget(budgetSeconds, ladders) }),
  });
  const recipe = { ...rest, candidates: ladder.candidates, ...(onFold && { onFold }) };
  const scores = await crossScore(dataset, protocol, recipe);
  const evaluation = summariseFolds(dataset, protocol, recipe, scores);
  const fit = async (tried: TriedVerifier) => ({ tried, verifier: await ladder.fit(tried) });
  const floor = await fit(ladder.floor);
  const { tried, why } = whatShips(ladder, evaluation);
  const byFloor = tried === ladder.floor;
  const chosen = byFloor ? floor : await fit(tried);
  assertTellsApart(chosen, dataset, evaluation);
  const outOfFold = outOfFoldOf(scores, byFloor ? 'floor' : 'model');
  const band = noVerdictBand(outOfFold.llrs, outOfFold.pairs, groups, BAND_RATE);
  return {
    ladder,
    chosen,
    why,
    floor,
    evaluation,
    scores,
    outOfFold,
    metrics: metricsOf(byFloor ? floorAlone(evaluation) : evaluation, {
      measured: 'recipe',
      protocol: evaluation.protocol,
      spectra: names.length,
      model: byFloor ? FLOOR : 'the ladder’s choice in each fold',
      floor: FLOOR,
    }),
    decision: {
      score: 'llr',
      threshold: 0,
      bound: chosen.verifier.calibration.bound,
      ...('refused' in band ? {} : { band: { lo: band.lo, hi: band.hi, rate: BAND_RATE } }),
    },
    ...('refused' in band ? { bandRefused: band.refused } : {}),
  };
}

/** An evaluation of the floor beside itself: what is known of it where it ships. */
function floorAlone({ floor, difference, ...evaluation }: VerifierEvaluation): VerifierEvaluation {
  const nothing = { mean: 0, sd: 0, lo: 0, hi: 0, standing: 'tie' } as const;
  const names = Object.keys(difference) as (keyof typeof difference)[];
  return {
    ...evaluation,
    model: floor,
    floor,
    difference: Object.fromEntries(names.map((name) => [name, nothing])) as typeof difference,
  };
}

/** A calibration without a slope makes every ratio 0, which the threshold would call "same". */
function assertTellsApart(
  { tried, verifier: { calibration } }: FittedChoice,
  { groupColumn }: Dataset,
  { floor, model }: VerifierEvaluation,
): void {
  if (calibration.values[0] === calibration.values.at(-1)) {
    const auc = `ROC AUC of unseen groups: ${model.auc.mean.toFixed(3)}, without training ${floor.auc.mean.toFixed(3)}; .5 is chance`;
    throw new SpectroSimError(
      'training',
      `Nothing that was tried tells one ${groupColumn} from another: on groups that it was not fitted on, the best (${tried.name}) scores pairs of the same no higher than pairs of different ones, so that a model of it would answer all pairs alike. No model is written. ${auc}. Is "${groupColumn}" the right column, and do its spectra differ by more than their replicates? "spectrosim preprocess" shows them.`,
    );
  }
}

/** The first partition's pairs, with one system's ratios as they are reported: within their bounds. */
function outOfFoldOf({ pooled: [first] }: CrossScores, system: 'model' | 'floor'): OutOfFold {
  if (first === undefined) {
    throw new SpectroSimError('usage', 'The recipe is cross-validated in at least one partition, got none.');
  }
  const { bounded, llrs } = first[system];
  return { pairs: first.pairs, llrs: bounded ?? llrs };
}
