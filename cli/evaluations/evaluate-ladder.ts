import {
  createProtocol,
  evaluateVerifier,
  type ProtocolName,
  RUNGS,
  runOnRows,
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
  const configuration = configurationOf(command, { protocol: name, partitions, lastRung, seed }, ['engine']);
  output.note(configurationText(configuration));
  const { runtime, options: load } = await resolveRuntime(options);
  const { set, dataset } = await readDataset(data, options, output.note);
  const line = statusLine();
  const measure = async (protocolName: ProtocolName): Promise<VerifierEvaluation> => {
    const protocol = createProtocol(protocolName, dataset, {
      ...(folds === undefined || protocolName !== name ? {} : { folds }),
      ...(leaveOut === undefined || protocolName !== name ? {} : { leaveOut }),
    });
    const settings: VerifierEvaluationOptions = {
      seed,
      partitions,
      lastRung,
      run: (fn, rows, weights) => runOnRows(runtime, load, fn, rows, weights),
      onFold: foldProgress(line, protocol.description),
    };
    return evaluateVerifier(dataset, protocol, settings).finally(line.clear);
  };
  const result = await measure(name);
  const about = `${describeData(dataset, set)}`;
  const simulated = dataset.simulated ? [simulatedText()] : [];
  const common = {
    simulated: dataset.simulated,
    data: { hash: dataset.hash, group: dataset.groupColumn },
    configuration,
  };
  if (result.leak === undefined) {
    output.result(
      { ...common, ...result, standing: result.difference.cllr.standing },
      [evaluationText(result, about), ...simulated].join('\n'),
    );
    return;
  }
  // A number that leaks never stands alone.
  const honest = await measure('groups');
  output.result(
    { ...common, ...result, standing: result.difference.cllr.standing, honest, inflation: inflationOf(result, honest) },
    [evaluationText(honest, about), '', inflationText(result, honest), ...simulated].join('\n'),
  );
}
