import {
  type CrossScores,
  createProtocol,
  crossScore,
  type Protocol,
  type ProtocolName,
  type Rung,
  summariseFolds,
  type VerifierEvaluation,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { describeData, readDataset } from '../input-files.js';
import { ladderConfiguration, ladderSettings } from '../ladder-options.js';
import { ladderPorts } from '../ladder-ports.js';
import { budgetText, ladderLog, laddersText } from '../ladder-text.js';
import { defaultWorkers, ladderWorkers } from '../ladder-workers/index.js';
import { resolveRuntime } from '../options.js';
import type { Output } from '../output.js';
import { foldProgress, statusLine } from '../progress.js';
import { simulatedText } from '../report.js';
import type { EvaluateOptions } from './evaluate-options.js';
import { evaluationText, inflationOf, inflationText } from './evaluation-text.js';
import { prepareReport, reportText } from './report-option.js';

/** How often the set is cut anew where it is not said. */
export const PARTITIONS = 3;

/** What was measured, with the scores that it was measured of. */
interface Measured {
  readonly evaluation: VerifierEvaluation;
  readonly scores: CrossScores;
}

/** `evaluate DATA`: cross-validates the ladder. */
export async function evaluateLadder(
  data: string,
  options: EvaluateOptions,
  command: Command,
  output: Output,
): Promise<void> {
  const { protocol: name = 'groups', partitions = PARTITIONS, seed = 1, folds, leaveOut } = options;
  const ladder = ladderConfiguration(options);
  const writeReport = prepareReport(data, options, command);
  const configuration = configurationOf(command, { protocol: name, partitions, ...ladder, seed }, [
    'engine',
    // How many folds are computed at once decides nothing that is reported.
    'workers',
  ]);
  output.note(configurationText(configuration));
  const ports = await resolveRuntime(options);
  const { set, dataset } = await readDataset(data, options, output.note);
  // Sessions of other providers in several threads are not tried.
  const { workers = options.provider === 'cpu' ? defaultWorkers(dataset.rows) : 1 } = options;
  const line = statusLine();
  const log = ladderLog(line);
  const protocolOf = (protocolName: ProtocolName) =>
    createProtocol(protocolName, dataset, {
      ...(folds === undefined || protocolName !== name ? {} : { folds }),
      ...(leaveOut === undefined || protocolName !== name ? {} : { leaveOut }),
    });
  const protocol = protocolOf(name);
  const measure = async (of: Protocol, candidates?: readonly Rung[]): Promise<Measured> => {
    const settings: VerifierEvaluationOptions = {
      seed,
      partitions,
      ...(candidates === undefined ? ladderSettings(options) : { candidates }),
      ...(of === protocol || candidates !== undefined ? {} : { alongside: protocol }),
      ...ladderPorts(ports),
      ...(workers > 1 && { ladders: ladderWorkers({ workers, options: ports.options }) }),
      onRung: log.onRung,
      onFold: foldProgress(log, of.description, workers),
    };
    const scores = await crossScore(dataset, of, settings).finally(line.clear);
    return { evaluation: summariseFolds(dataset, of, settings, scores), scores };
  };
  // A number that leaks never stands alone; the honest one comes first, so that a budget is one for both.
  const first = await measure(protocol.leak === undefined ? protocol : protocolOf('groups'));
  const honest = first.evaluation;
  const result = protocol.leak === undefined ? honest : (await measure(protocol, honest.candidates)).evaluation;
  const about = `${describeData(dataset, set)}`;
  const ended = budgetText(options.budget, ladder.candidates, honest.candidates);
  const last = [
    laddersText(log.summary()),
    ...(ended === '' ? [] : [ended]),
    ...(dataset.simulated ? [simulatedText()] : []),
    ...reportText(options),
  ];
  const common = {
    simulated: dataset.simulated,
    data: { hash: dataset.hash, group: dataset.groupColumn },
    configuration,
    ...result,
    // `null` where there are too few groups to say.
    standing: result.difference.cllr.standing,
    ladder: log.summary(),
    ...(options.report === undefined ? {} : { report: options.report }),
  };
  await writeReport({
    set,
    dataset,
    ports,
    seed,
    configuration,
    measured: {
      kind: 'recipe',
      evaluation: honest,
      scores: first.scores,
      ...(result === honest ? {} : { leaking: result }),
    },
  });
  if (result === honest) {
    output.result(common, [evaluationText(result, about), ...last].join('\n'));
    return;
  }
  output.result(
    { ...common, honest, inflation: inflationOf(result, honest) },
    [evaluationText(honest, about), '', inflationText(result, honest), ...last].join('\n'),
  );
}
