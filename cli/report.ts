import type { Manifest, Measure, Metrics, ParityRow, Verdict } from '@spectrosim/models';
import { standingOf } from '@spectrosim/training';
import { table } from './output.js';

function interval({ value, lo, hi }: Measure): string {
  return `${value.toFixed(3)} (${lo.toFixed(3)}–${hi.toFixed(3)})`;
}

/** Fewer groups than this resample to a handful of distinct sets: an interval over them means nothing. */
const FEWEST_GROUPS = 5;

function tooFew(groups: number): string {
  return `${groups} groups are too few to say which is better, and for the intervals to mean much.`;
}

/** Model, untrained model and floor side by side, with what they were measured on. */
export function metricsText(metrics: Metrics): string {
  const { protocol, groups, spectra, positivePairs, negativePairs, model, untrained, floor, difference } = metrics;
  const row = (system: Metrics['model']) => [system.system, interval(system.auc), interval(system.balancedAccuracy)];
  const rows = [model, ...(untrained === undefined ? [] : [untrained]), floor].map(row);
  return [
    `${protocol}: ${spectra} spectra of ${groups} groups, ${positivePairs} same-source and ${negativePairs} different-source pairs`,
    table([['', 'ROC AUC', 'balanced accuracy'], ...rows]),
    `  in brackets: ${metrics.interval}`,
    `  model − floor, ROC AUC: ${interval(difference)}. ${groups < FEWEST_GROUPS ? tooFew(groups) : standing(difference)}`,
  ].join('\n');
}

const STANDINGS = {
  beats: 'The model beats the training-free floor.',
  tie: 'A tie: neither the model nor the training-free floor is clearly better.',
  loses: 'The model loses to the training-free floor: trust the floor, not this model.',
} as const;

/** What a paired difference from the floor, with its interval, comes to. */
export function standing(difference: Pick<Measure, 'lo' | 'hi'>): string {
  return STANDINGS[standingOf(difference)];
}

/** How far the loss fell, in a line; `''` for artifacts that do not say. */
export function lossText({ training }: Manifest): string {
  const { loss } = training as { loss?: { first: number; last: number; chance: number } };
  return loss === undefined
    ? ''
    : `Loss ${loss.first.toFixed(2)} at first, ${loss.last.toFixed(2)} at last; ${loss.chance.toFixed(2)} is chance.`;
}

/** One verdict in words. */
export function verdictText(
  a: string,
  b: string,
  { sameSource, score, threshold }: Verdict,
  manifest: Manifest,
): string {
  const sign = sameSource ? '≥' : '<';
  return `${sameSource ? 'same     ' : 'different'} ${manifest.data.group}: ${a} · ${b}  (${manifest.decision.score} ${score.toFixed(4)} ${sign} threshold ${threshold.toFixed(4)})`;
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
  ]).concat(...rows.flatMap(({ runtime, reason }) => (reason === undefined ? [] : [`\n  ${runtime}: ${reason}`])));
}

/** Said wherever simulated data or a model of them are used. */
export function simulatedText(): string {
  return 'Simulated spectra: they show that the program works and say nothing about real samples.';
}
