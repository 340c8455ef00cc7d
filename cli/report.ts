import {
  type Judgement,
  likelihoodWords,
  type Manifest,
  type Measure,
  type Metrics,
  type ParityRow,
  standingOf,
  standingToFloor,
  tooFewGroups,
} from '@spectrosim/models';
import type { TrainedVerifier } from '@spectrosim/training';
import { table, wrapped } from './output.js';

function interval({ mean, lo, hi }: Measure): string {
  return `${mean.toFixed(3)} (${lo.toFixed(3)}–${hi.toFixed(3)})`;
}

/** Measures in the order of a table, with their heads; those that are not known are left out. */
const COLUMNS = [
  ['auc', 'ROC AUC'],
  ['hardAuc', 'hard AUC'],
  ['fnrAt1', 'misses at 1%'],
  ['balancedAccuracy', 'balanced accuracy'],
  ['cllr', 'Cllr'],
] as const;

/** Model, untrained model and floor side by side, with what they were measured on. */
export function metricsText(metrics: Metrics): string {
  const { measured, protocol, groups, spectra, positivePairs, negativePairs, model, untrained, floor, difference } =
    metrics;
  const columns = COLUMNS.filter(([key]) => model[key] !== undefined);
  const row = (system: Metrics['model']) => [
    system.system,
    ...columns.map(([key]) => {
      const measure = system[key];
      return measure === undefined ? '–' : interval(measure);
    }),
  ];
  const { auc, cllr } = difference;
  const isFloor = model.system === floor.system;
  const rows = [model, ...(untrained === undefined ? [] : [untrained]), ...(isFloor ? [] : [floor])].map(row);
  return [
    `${protocol}${measured === 'recipe' ? ', cross-validated recipe' : ''}: ${spectra} spectra of ${groups} groups, ${positivePairs} same-source and ${negativePairs} different-source pairs`,
    table([['', ...columns.map(([, head]) => head)], ...rows]),
    `  in brackets: ${metrics.interval}`,
    isFloor
      ? '  The model is the training-free floor itself: nothing that was learned clearly beats it.'
      : `  model − floor, ROC AUC: ${interval(auc)}${cllr === undefined ? '' : `, Cllr: ${interval(cllr)}`}. ${floorText(metrics)}`,
    ...(metrics.hardPairs === undefined ? [] : [wrapped('  ', metrics.hardPairs)]),
  ].join('\n');
}

/** What a training by the ladder ships, and how that is what was measured. */
export function shippedText({ ladder, chosen }: Pick<TrainedVerifier, 'ladder' | 'chosen'>): string {
  return chosen.tried === ladder.chosen
    ? `The model itself (${chosen.tried.name}) was then made by the same recipe from all groups.`
    : `What is measured here as “the model” does not clearly beat the floor: the model that was written, fitted on all groups, is the floor itself (${chosen.tried.name}).`;
}

/** Standings to the floor, in words. */
const STANDINGS = {
  beats: 'The model beats the training-free floor.',
  tie: 'A tie: neither the model nor the training-free floor is clearly better.',
  loses: 'The model loses to the training-free floor: trust the floor, not this model.',
} as const;

/** How what was measured stands to its floor, in words. */
export function floorText(measured: Pick<Metrics, 'groups' | 'difference'>): string {
  const standing = standingToFloor(measured);
  return standing === undefined ? tooFewGroups(measured.groups) : STANDINGS[standing];
}

/** What a paired difference from the floor, with its interval, comes to. */
export function standing(difference: Pick<Measure, 'lo' | 'hi'>): string {
  return STANDINGS[standingOf(difference)];
}

/** How far the loss fell, in a line, and which step is kept where training was to stop early; `''` for artifacts that do not say. */
export function lossText({ training }: Manifest): string {
  const { loss, best } = training as {
    loss?: { first: number; last: number; chance?: number };
    best?: { criterion: 'auc' | 'loss'; step: number; value: number };
  };
  const on = best && `the groups set aside (${best.criterion === 'auc' ? 'ROC AUC' : 'loss'} ${best.value.toFixed(3)})`;
  const kept =
    best === undefined
      ? ''
      : best.step === 0
        ? ` Kept: the encoder before training; no step was better on ${on}.`
        : ` Kept: step ${best.step}, the best on ${on}.`;
  return loss === undefined
    ? ''
    : `Loss ${loss.first.toFixed(2)} at first, ${loss.last.toFixed(2)} at last${loss.chance === undefined ? '' : `; ${loss.chance.toFixed(2)} is chance`}.${kept}`;
}

/** Said where a step has fewer spectra than was asked for; `''` where it has not. */
export function batchText(asked: number, { training }: Manifest): string {
  const { batch } = training as { batch?: number };
  return batch === undefined || batch >= asked
    ? ''
    : `A step took ${batch} spectra, all that there are to train on, and not ${asked}.`;
}

/** A verdict in words: what it is, and why. */
export function verdictParts(
  a: string,
  b: string,
  { sameSource, undecided, score, threshold }: Judgement,
  { decision, data: { group } }: Manifest,
): { readonly verdict: string; readonly reason: string } {
  const said = undecided ? 'no verdict on' : sameSource ? 'same     ' : 'different';
  return {
    verdict: `${said} ${group}: ${a} · ${b}`,
    reason:
      decision.score === 'llr'
        ? `${likelihoodWords(score, group, decision.bound)}; log-likelihood ratio ${score.toFixed(2)}`
        : `${decision.score} ${score.toFixed(4)} ${sameSource ? '≥' : '<'} threshold ${threshold.toFixed(4)}`,
  };
}

/** One verdict in a line. */
export function verdictText(a: string, b: string, judgement: Judgement, manifest: Manifest): string {
  const { verdict, reason } = verdictParts(a, b, judgement, manifest);
  return `${verdict}  (${reason})`;
}

/** For which scores there is a verdict. */
export function bandText({ band }: Manifest['decision'], refused: string | undefined): string {
  return band === undefined
    ? wrapped('No "no verdict" band: ', refused ?? '')
    : band.lo === band.hi
      ? `A verdict for every pair: at most ${100 * band.rate} of 100 wrong, as far as these groups show.`
      : `No verdict from ${band.lo.toFixed(2)} to ${band.hi.toFixed(2)}: at most ${100 * band.rate} of 100 verdicts wrong.`;
}

/** A parity report as a table. */
export function parityText(rows: readonly ParityRow[]): string {
  const number = (value: number | undefined) => (value === undefined ? '–' : value.toExponential(1));
  return table([
    ['runtime', 'parity', 'embedding |Δ| / scale', 'score |Δ|', 'verdict flips'],
    ...rows.map((row) => {
      const name = row.device === undefined ? row.runtime : `${row.runtime} (${row.device.name})`;
      return row.reason === undefined
        ? [name, row.status, number(row.embedding), number(row.score), `${row.flips}`]
        : [name, row.status === 'unavailable' ? 'not run' : row.status, '–', '–', '–'];
    }),
  ]).concat(
    rows.some(({ runtime, status }) => status !== 'unavailable' && !runtime.startsWith('node cpu'))
      ? ''
      : '\n  Only node cpu ran, which the reference itself was made on: this certifies no other runtime.',
    ...rows.flatMap(({ runtime, reason }) => (reason === undefined ? [] : [`\n  ${runtime}: ${reason}`])),
  );
}

/** Said wherever simulated data or a model of them are used. */
export function simulatedText(): string {
  return 'Simulated spectra: they show that the program works and say nothing about real samples.';
}
