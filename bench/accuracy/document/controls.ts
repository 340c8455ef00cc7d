import type { LabelsControl, TrainingControl } from '../parts/controls.js';
import { difference, listed, markdownTable, spread, withInterval } from './cells.js';

/** The controls, which must find nothing. */
export function controlsSection(
  controls: ReadonlyMap<string, { readonly labels: LabelsControl; readonly training: TrainingControl }>,
): string {
  const sets = [...controls];
  const [[, first] = []] = sets;
  if (first === undefined) {
    return ['## Controls', '', 'Not run: nothing is said of them.'].join('\n');
  }
  const failed = sets.flatMap(([set, { labels, training }]) => [
    ...(labels.passed ? [] : [`all labels shuffled, ${set}`]),
    ...(training.passed ? [] : [`training labels shuffled, ${set}`]),
  ]);
  return [
    '## Controls',
    '',
    `\`spectrosim evaluate --control shuffled-labels\` and \`shuffled-training\`, ${first.labels.shuffles} shuffles each; floor and linear rungs. Beside what ships, which is often the floor where labels say nothing, stands the best back-end that did learn from them, by uncalibrated scores. That a planted leak fails them is tested in \`training/evaluation/controls/controls.test.ts\`.`,
    '',
    'All labels shuffled: AUC must be .5 within the 99% interval of its mean over shuffles (in brackets).',
    '',
    markdownTable([
      ['', 'what ships', 'best that learned', ''],
      ...sets.map(([set, { labels }]) => [
        set,
        withInterval(labels.shipped),
        withInterval(labels.learned),
        labels.passed ? 'passed' : '**failed**',
      ]),
    ]),
    '',
    'Training labels shuffled, tested by true ones: what learned from them must not be above total-covariance whitening on the same preprocessing, which knows none. The difference is on the same resampled groups (95% interval).',
    '',
    markdownTable([
      ['', 'best that learned, AUC', 'total whitening, AUC', 'difference', ''],
      ...sets.map(([set, { training }]) => [
        set,
        spread(training.learned),
        spread(training.whitened),
        difference(training.difference),
        training.passed ? 'passed' : '**failed**',
      ]),
    ]),
    '',
    failed.length === 0
      ? 'All controls passed: nothing is found where there is nothing.'
      : `**Failed**: ${listed(failed)}.`,
  ].join('\n');
}
