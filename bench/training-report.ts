import { textTable } from './text-table.js';
import type { TrainingReport, TrainingRow } from './training.js';

/** Losses of two engines further apart than this, relative, mean that they did not compute the same. */
export const LOSS_TOLERANCE = 1e-4;

/** A training report for a reader: medians, ratios, and whether the engines computed the same. */
export function trainingText({ rows, draw }: TrainingReport, rounds: number): string {
  const [first] = rows;
  const peer = first?.peer ?? '';
  const measured = rows.filter(({ skipped }) => skipped === null);
  const cells = measured.map(({ engine, msPerStep, fastestMsPerStep, ratioToPeer, lossDifference }) => [
    engine,
    (msPerStep as number).toFixed(1),
    (fastestMsPerStep as number).toFixed(1),
    `${(ratioToPeer as number).toFixed(2)} x`,
    (lossDifference as number).toExponential(1),
  ]);
  const worst = Math.max(...measured.map(({ lossDifference }) => lossDifference as number));
  return [
    `Training step: ${first?.encoder}, head ${first?.head}, batch ${first?.batch} (${2 * (first?.batch ?? 0)} views)`,
    '',
    textTable([['engine', 'ms/step', 'fastest round', `time / ${peer}`, 'loss difference'], ...cells]),
    '',
    ...measured.map(({ engine, description }) => `  ${engine}: ${description}`),
    ...rows.flatMap(({ engine, skipped }) => (skipped === null ? [] : [`  ${engine}: SKIPPED, ${skipped}`])),
    '',
    `Medians of ${rounds} rounds in which the engines took turns; ratios are taken within a round.`,
    ...(measured.some(wasDisturbed)
      ? [
          'The machine was BUSY: rounds differ by more than a quarter. Other work slows the engines unevenly; run again.',
        ]
      : []),
    `First losses differ by at most ${worst.toExponential(1)} (relative) between engines: ${worst <= LOSS_TOLERANCE ? 'the same computation' : `MORE than ${LOSS_TOLERANCE}`}.`,
    `Drawing the random numbers of a step takes ${draw.msPerStep.toFixed(1)} ms on the host, ${(100 * draw.shareOfStep).toFixed(1)}% of a graph step.`,
  ].join('\n');
}

/** Whether the usual round took much longer than the fastest. */
function wasDisturbed({ msPerStep, fastestMsPerStep }: TrainingRow): boolean {
  return (msPerStep as number) > 1.25 * (fastestMsPerStep as number);
}
