import {
  type CrossScores,
  createProtocol,
  crossScore,
  type ProtocolName,
  RUNGS,
  runOnRows,
  summariseFolds,
  type VerifierEvaluation,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { describeData, readDataset } from '../input-files.js';
import { resolveRuntime } from '../options.js';
import type { Output } from '../output.js';
import { foldProgress, statusLine } from '../progress.js';
import { simulatedText } from '../report.js';
import type { EvaluateOptions } from './evaluate-options.js';
import { evaluationText, inflationOf, inflationText } from './evaluation-text.js';
import { prepareReport, reportText } from './report-option.js';

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
  const lastRung = options.lastRung ?? (RUNGS.at(-1) as (typeof RUNGS)[number]);
  const writeReport = prepareReport(data, options, command);
  const configuration = configurationOf(command, { protocol: name, partitions, lastRung, seed }, ['engine']);
  output.note(configurationText(configuration));
  const ports = await resolveRuntime(options);
  const { set, dataset } = await readDataset(data, options, output.note);
  const line = statusLine();
  const measure = async (
    protocolName: ProtocolName,
  ): Promise<{ evaluation: VerifierEvaluation; scores: CrossScores }> => {
    const protocol = createProtocol(protocolName, dataset, {
      ...(folds === undefined || protocolName !== name ? {} : { folds }),
      ...(leaveOut === undefined || protocolName !== name ? {} : { leaveOut }),
    });
    const settings: VerifierEvaluationOptions = {
      seed,
      partitions,
      lastRung,
      run: (fn, rows, weights) => runOnRows(ports.runtime, ports.options, fn, rows, weights),
      onFold: foldProgress(line, protocol.description),
    };
    const scores = await crossScore(dataset, protocol, settings).finally(line.clear);
    return { evaluation: summariseFolds(dataset, protocol, settings, scores), scores };
  };
  const { evaluation: result, scores } = await measure(name);
  const about = `${describeData(dataset, set)}`;
  const simulated = dataset.simulated ? [simulatedText()] : [];
  const common = {
    simulated: dataset.simulated,
    data: { hash: dataset.hash, group: dataset.groupColumn },
    configuration,
    ...(options.report === undefined ? {} : { report: options.report }),
  };
  const subject = { set, dataset, ports, seed, configuration };
  if (result.leak === undefined) {
    await writeReport({ ...subject, measured: { kind: 'recipe', evaluation: result, scores } });
    output.result(
      { ...common, ...result, standing: result.difference.cllr.standing },
      [evaluationText(result, about), ...simulated, ...reportText(options)].join('\n'),
    );
    return;
  }
  // A number that leaks never stands alone.
  const { evaluation: honest, scores: honestScores } = await measure('groups');
  await writeReport({
    ...subject,
    measured: { kind: 'recipe', evaluation: honest, scores: honestScores, leaking: result },
  });
  output.result(
    { ...common, ...result, standing: result.difference.cllr.standing, honest, inflation: inflationOf(result, honest) },
    [evaluationText(honest, about), '', inflationText(result, honest), ...simulated, ...reportText(options)].join('\n'),
  );
}
