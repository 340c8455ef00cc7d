import type { Manifest, Metrics } from '@spectrosim/models';
import { type BandRefusal, noVerdictBand } from './calibration/no-verdict-band.js';
import type { Dataset } from './dataset.js';
import { rowsAt } from './dataset.js';
import {
  countLadders,
  crossScore,
  summariseFolds,
  type VerifierEvaluation,
  type VerifierEvaluationOptions,
} from './evaluate-verifier.js';
import { metricsOf } from './evaluation/metrics-of.js';
import { type Protocol, partitions } from './evaluation/protocols/protocol.js';
import { type ChosenVerifier, chooseVerifier } from './verifier/choose-verifier.js';
import { withinBudget } from './verifier/climb.js';
import type { Verifier } from './verifier/fit-verifier.js';
import type { TriedVerifier } from './verifier/tried-verifier.js';

/** The share of wrong verdicts that the "no verdict" band allows. */
const BAND_RATE = 0.05;

/** Something that was tried, fitted on all groups. */
export interface FittedChoice {
  readonly tried: TriedVerifier;
  readonly verifier: Verifier;
}

/** A verifier chosen by the ladder and fitted on all groups, with what its recipe measures. */
export interface TrainedVerifier {
  readonly ladder: ChosenVerifier;
  readonly chosen: FittedChoice;
  readonly floor: FittedChoice;
  readonly evaluation: VerifierEvaluation;
  readonly metrics: Metrics;
  readonly decision: Manifest['decision'];
  /** Why there is no "no verdict" band; absent where there is one. */
  readonly bandRefused?: string;
}

/**
 * Chooses a verifier by the ladder on all groups and fits it on all of them; where there is a budget, this ladder settles how far
 * all go. How well that does is measured by
 * cross-validating the same recipe: no group is left to test the verifier itself on.
 *
 * @param protocol of the cross-validation, by group
 * @throws SpectroSimError `input` when there are too few groups, or no pair of one group or of two.
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
  const chosen = ladder.chosen === ladder.floor ? floor : await fit(ladder.chosen);
  const band = bandOf(scores.pooled[0], groups);
  return {
    ladder,
    chosen,
    floor,
    evaluation,
    metrics: metricsOf(evaluation, {
      measured: 'recipe',
      protocol: evaluation.protocol,
      spectra: names.length,
      model: 'the ladder’s choice in each fold',
      floor: 'the best training-free cosine in each fold',
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

/** From ratios out of fold, as they are reported: within their bounds. */
function bandOf(
  partition: Awaited<ReturnType<typeof crossScore>>['pooled'][number] | undefined,
  groups: readonly string[],
) {
  if (partition === undefined) {
    return { refused: 'Nothing was cross-validated.' } satisfies BandRefusal;
  }
  const { model, pairs } = partition;
  return noVerdictBand(model.bounded ?? model.llrs, pairs, groups, BAND_RATE);
}
