import {
  createProtocol,
  evaluateVerifier,
  type Protocol,
  type ProtocolName,
  type Rung,
  type VerifierEvaluation,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { describeData, readDataset } from '../input-files.js';
import { ladderConfiguration, ladderSettings } from '../ladder-options.js';
import { ladderPorts } from '../ladder-ports.js';
import { budgetText, ladderLog, laddersText } from '../ladder-text.js';
import { resolveRuntime } from '../options.js';
import type { Output } from '../output.js';
import { foldProgress, statusLine } from '../progress.js';
import { simulatedText } from '../report.js';
import type { EvaluateOptions } from './evaluate-options.js';
import { evaluationText, inflationOf, inflationText } from './evaluation-text.js';

/** How often the set is cut anew where it is not said. */
export const PARTITIONS = 3;

/** `evaluate DATA`: cross-validates the ladder. */
export async function evaluateLadder(
  data: string,
  options: EvaluateOptions,
  command: Command,
  output: Output,
): Promise<void> {
  const { protocol: name = 'groups', partitions = PARTITIONS, seed = 1, folds, leaveOut } = options;
  const ladder = ladderConfiguration(options);
  const configuration = configurationOf(command, { protocol: name, partitions, ...ladder, seed }, ['engine']);
  output.note(configurationText(configuration));
  const { runtime, options: load } = await resolveRuntime(options);
  const { set, dataset } = await readDataset(data, options, output.note);
  const line = statusLine();
  const log = ladderLog(line);
  const protocolOf = (protocolName: ProtocolName) =>
    createProtocol(protocolName, dataset, {
      ...(folds === undefined || protocolName !== name ? {} : { folds }),
      ...(leaveOut === undefined || protocolName !== name ? {} : { leaveOut }),
    });
  const measure = async (protocol: Protocol, candidates?: readonly Rung[]): Promise<VerifierEvaluation> => {
    const settings: VerifierEvaluationOptions = {
      seed,
      partitions,
      ...(candidates === undefined ? ladderSettings(options) : { candidates }),
      ...ladderPorts({ runtime, options: load }),
      onRung: log.onRung,
      onFold: foldProgress(log, protocol.description),
    };
    return evaluateVerifier(dataset, protocol, settings).finally(line.clear);
  };
  const protocol = protocolOf(name);
  // A number that leaks never stands alone; the honest one comes first, so that a budget is one for both.
  const honest = await measure(protocol.leak === undefined ? protocol : protocolOf('groups'));
  const result = protocol.leak === undefined ? honest : await measure(protocol, honest.candidates);
  const about = `${describeData(dataset, set)}`;
  const ended = budgetText(options.budget, ladder.candidates, honest.candidates);
  const last = [
    laddersText(log.summary()),
    ...(ended === '' ? [] : [ended]),
    ...(dataset.simulated ? [simulatedText()] : []),
  ];
  const common = {
    simulated: dataset.simulated,
    data: { hash: dataset.hash, group: dataset.groupColumn },
    configuration,
    ...result,
    standing: result.difference.cllr.standing,
    ladder: log.summary(),
  };
  if (result === honest) {
    output.result(common, [evaluationText(result, about), ...last].join('\n'));
    return;
  }
  output.result(
    { ...common, honest, inflation: inflationOf(result, honest) },
    [evaluationText(honest, about), '', inflationText(result, honest), ...last].join('\n'),
  );
}
