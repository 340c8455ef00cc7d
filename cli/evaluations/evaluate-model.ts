import { readArtifact } from '@spectrosim/runtime-node';
import { evaluateArtifact } from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { readDataset } from '../input-files.js';
import { resolveConfig, resolveRuntime } from '../options.js';
import type { Output } from '../output.js';
import { metricsText, simulatedText } from '../report.js';
import type { EvaluateOptions } from './evaluate-options.js';

/** `evaluate DATA --model DIR`: measures an artifact on spectra that it was not trained on. */
export async function evaluateModel(
  data: string,
  options: EvaluateOptions & { readonly model: string },
  command: Command,
  output: Output,
): Promise<void> {
  const { seed } = resolveConfig(options);
  const ports = await resolveRuntime(options);
  const configuration = configurationOf(command, {}, ['engine']);
  output.note(configurationText(configuration));
  const { dataset } = await readDataset(data, options, output.note);
  const metrics = await evaluateArtifact(readArtifact(options.model), dataset, ports.runtime, ports.options, seed);
  output.result(
    { simulated: dataset.simulated, configuration, metrics },
    [metricsText(metrics), ...(dataset.simulated ? [simulatedText()] : [])].join('\n'),
  );
}
