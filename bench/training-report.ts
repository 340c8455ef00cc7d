import { textTable } from './text-table.js';
import type { TrainingReport, TrainingRow } from './training.js';
import { TRAINING_CASES } from './training-cases.js';

/** Losses of two engines further apart than this, relative, mean that they did not compute the same. */
export const LOSS_TOLERANCE = 1e-4;

/** A training report for a reader: medians, ratios, and whether the engines computed the same. */
export function trainingText({ rows, feeding }: TrainingReport, rounds: number): string {
  const measured = rows.filter(({ skipped }) => skipped === null);
  const cells = measured.map((row) => [
    row.encoder,
    `${row.batch}`,
    row.engine,
    (row.msPerStep as number).toFixed(1),
    (row.fastestMsPerStep as number).toFixed(1),
    row.engine === row.peer ? '–' : `${(row.ratioToPeer as number).toFixed(2)} × ${row.peer}`,
    (row.lossDifference as number).toExponential(1),
  ]);
  const worst = Math.max(...measured.map(({ lossDifference }) => lossDifference as number));
  const descriptions = new Map(measured.map(({ engine, description }) => [engine, description]));
  const read = TRAINING_CASES.filter(({ name }) => measured.some(({ encoder }) => encoder === name));
  return [
    'Training step: batch is spectra, of which each gives two views',
    '',
    textTable([['encoder', 'batch', 'engine', 'ms/step', 'fastest round', 'time / peer', 'loss difference'], ...cells]),
    '',
    ...[...descriptions].map(([engine, description]) => `  ${engine}: ${description}`),
    ...read.map(({ name, reading }) => `  ${name}: ${reading}`),
    ...rows.flatMap(({ encoder, batch, engine, skipped }) =>
      skipped === null ? [] : [`  ${encoder}, batch ${batch}, ${engine}: SKIPPED, ${skipped}`],
    ),
    '',
    `Medians of ${rounds} rounds in which the engines took turns; ratios are taken within a round.`,
    ...(measured.some(wasDisturbed)
      ? [
          'The machine was BUSY: rounds differ by more than a quarter. Other work slows the engines unevenly; run again.',
        ]
      : []),
    ...(measured.length === 0
      ? []
      : [
          `First losses differ by at most ${worst.toExponential(1)} (relative) between engines: ${worst <= LOSS_TOLERANCE ? 'the same computation' : `MORE than ${LOSS_TOLERANCE}`}.`,
        ]),
    ...feeding.map(
      ({ encoder, batch, msPerStep, shareOfStep }) =>
        `${encoder}, batch ${batch}: picking spectra and drawing random numbers takes ${msPerStep.toFixed(1)} ms on the host, ${(100 * shareOfStep).toFixed(1)}% of a graph step.`,
    ),
  ].join('\n');
}

/** Whether the usual round took much longer than the fastest. */
function wasDisturbed({ msPerStep, fastestMsPerStep }: TrainingRow): boolean {
  return (msPerStep as number) > 1.25 * (fastestMsPerStep as number);
}
