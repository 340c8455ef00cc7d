import {
  type ControlOptions,
  createProtocol,
  type Dataset,
  type MeasureSummary,
  SHUFFLES,
  type ShuffledLabels,
  type ShuffledTraining,
  shuffledLabels,
  shuffledTraining,
} from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { EXIT } from '../exit-codes.js';
import { describeData, readDataset } from '../input-files.js';
import { ladderPorts } from '../ladder-ports.js';
import { resolveRuntime } from '../options.js';
import { type Output, table, wrapped } from '../output.js';
import { foldProgress, statusLine } from '../progress.js';
import { simulatedText } from '../report.js';
import type { ControlName, EvaluateOptions } from './evaluate-options.js';

/** `evaluate DATA --control NAME`: whether anything is found where there is nothing. Exit status 1 when there is. */
export async function evaluateControl(
  data: string,
  options: EvaluateOptions & { readonly control: ControlName },
  command: Command,
  output: Output,
): Promise<void> {
  const { control, protocol = 'groups', shuffles = SHUFFLES, seed = 1, folds, leaveOut } = options;
  // A leak shows on cheap rungs as it does on dear ones.
  const candidates = options.candidates ?? ['floor', 'linear'];
  const configuration = configurationOf(command, { control, protocol, shuffles, candidates, seed }, ['engine']);
  output.note(configurationText(configuration));
  const { runtime, options: load } = await resolveRuntime(options);
  const { set, dataset } = await readDataset(data, options, output.note);
  const protocolOf = (of: Dataset) =>
    createProtocol(protocol, of, {
      ...(folds === undefined ? {} : { folds }),
      ...(leaveOut === undefined ? {} : { leaveOut }),
    });
  const line = statusLine();
  const settings: ControlOptions = {
    ...ladderPorts({ runtime, options: load }),
    candidates,
    seed,
    shuffles,
    onFold: foldProgress(line, `control ${control}`),
  };
  const result = await (control === 'shuffled-labels'
    ? shuffledLabels(dataset, protocolOf, settings)
    : shuffledTraining(dataset, protocolOf(dataset), settings)
  ).finally(line.clear);
  const about = `${result.protocol}, ${result.shuffles} shuffles: ${describeData(dataset, set)}`;
  output.result(
    {
      simulated: dataset.simulated,
      data: { hash: dataset.hash, group: dataset.groupColumn },
      configuration,
      ...result,
    },
    [
      about,
      ...(result.control === 'shuffled-labels' ? labelsText(result) : trainingText(result)),
      ...(shuffles < SHUFFLES ? [`  Note: ${shuffles} shuffles are few; ${SHUFFLES} or more say more.`] : []),
      ...(dataset.simulated ? [simulatedText()] : []),
    ].join('\n'),
  );
  if (!result.passed) {
    process.exitCode = EXIT.check;
  }
}

type Row = Pick<MeasureSummary, 'mean' | 'sd' | 'lo' | 'hi'>;

const cells = ({ mean, sd, lo, hi }: Row) => [
  `${mean.toFixed(3)} ± ${sd.toFixed(3)}`,
  `${lo.toFixed(3)}–${hi.toFixed(3)}`,
];

/** What was scored of all that learned: the last rung's best. */
const LEARNED = 'the best that learned from labels, last rung';

function labelsText({ shipped, learned, passed }: ShuffledLabels): string[] {
  return [
    table([
      ['every label shuffled', 'ROC AUC', '99% interval of the mean'],
      ['what the ladder ships', ...cells(shipped)],
      [LEARNED, ...cells(learned)],
    ]),
    wrapped(
      '  ',
      passed
        ? 'Passed: 0.5 is within both intervals. Nothing is found where there is nothing.'
        : 'FAILED: 0.5 is not within both intervals. Something is found where there is nothing: the evaluation has seen the answer. Do not trust its numbers on these data.',
    ),
  ];
}

function trainingText({ learned, whitened, difference, interval, passed }: ShuffledTraining): string[] {
  return [
    table([
      ['training labels shuffled, tested by true ones', 'ROC AUC', interval],
      [LEARNED, ...cells(learned)],
      ['total whitening, same preprocessing', ...cells(whitened)],
      ['difference', ...cells(difference)],
    ]),
    wrapped(
      '  ',
      passed
        ? 'Passed: what learned from labels that say nothing is not above what learned from none.'
        : 'FAILED: what learned from labels that say nothing is above what learned from none. True labels have leaked into training. Do not trust the numbers of an evaluation on these data.',
    ),
  ];
}
