import type { Manifest, Measure, Metrics, ParityRow, Verdict } from '@spectrosim/models';
import { table } from './output.js';

function interval({ value, lo, hi }: Measure): string {
  return `${value.toFixed(3)} (${lo.toFixed(3)}–${hi.toFixed(3)})`;
}

/** Model and floor side by side, with what they were measured on. */
export function metricsText({
  protocol,
  groups,
  spectra,
  positivePairs,
  negativePairs,
  interval: by,
  model,
  floor,
}: Metrics): string {
  const row = (system: Metrics['model']) => [system.system, interval(system.auc), interval(system.balancedAccuracy)];
  return [
    `${protocol}: ${spectra} spectra of ${groups} groups unseen in training, ${positivePairs} same-source and ${negativePairs} different-source pairs`,
    table([['', 'ROC AUC', 'balanced accuracy'], row(model), row(floor)]),
    `  in brackets: ${by}`,
    `  ${standing({ model, floor })}`,
  ].join('\n');
}

/** What the comparison with the floor comes to, in a sentence. */
export function standing({ model, floor }: Pick<Metrics, 'model' | 'floor'>): string {
  if (model.auc.lo > floor.auc.hi) {
    return 'The model beats the training-free floor.';
  }
  if (model.auc.hi < floor.auc.lo) {
    return 'The model loses to the training-free floor: trust the floor, not this model.';
  }
  return 'A tie: neither the model nor the training-free floor is clearly better.';
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
    ...rows.map((row) =>
      row.reason !== undefined
        ? [row.runtime, row.status === 'unavailable' ? 'not run' : row.status, row.reason]
        : [row.runtime, row.status, number(row.embedding), number(row.score), `${row.flips}`],
    ),
  ]);
}

/** Said wherever simulated data or a model of them are used. */
export function simulatedText(): string {
  return 'Simulated spectra: they show that the program works and say nothing about real samples.';
}
