import { fewGroupsWarnings, standingToFloor } from '@spectrosim/models';
import { readArtifact } from '@spectrosim/runtime-node';
import { measureArtifact, scoreArtifact } from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { readDataset } from '../input-files.js';
import { resolveConfig, resolveRuntime } from '../options.js';
import { type Output, wrapped } from '../output.js';
import { metricsText, simulatedText } from '../report.js';
import type { EvaluateOptions } from './evaluate-options.js';
import { prepareReport, reportText } from './report-option.js';

/** `evaluate DATA --model DIR`: measures an artifact on spectra that it was not trained on. */
export async function evaluateModel(
  data: string,
  options: EvaluateOptions & { readonly model: string },
  command: Command,
  output: Output,
): Promise<void> {
  const writeReport = prepareReport(data, options, command);
  const { seed } = resolveConfig(options);
  const ports = await resolveRuntime(options);
  const configuration = configurationOf(command, {}, ['engine']);
  output.note(configurationText(configuration));
  const { set, dataset } = await readDataset(data, options, output.note);
  const scored = await scoreArtifact(readArtifact(options.model), dataset, ports.runtime, ports.options);
  const metrics = measureArtifact(scored, dataset, seed);
  const warnings = fewGroupsWarnings(metrics.groups);
  const measured = { kind: 'model', scored, metrics, folder: options.model } as const;
  await writeReport({ set, dataset, ports, seed, configuration, measured });
  output.result(
    {
      simulated: dataset.simulated,
      configuration,
      metrics,
      // `null` where there are too few groups to say.
      standing: standingToFloor(metrics) ?? null,
      warnings,
      ...(options.report === undefined ? {} : { report: options.report }),
    },
    [
      metricsText(metrics),
      ...warnings.map((warning) => wrapped('  Note: ', warning)),
      ...(dataset.simulated ? [simulatedText()] : []),
      ...reportText(options),
    ].join('\n'),
  );
}
