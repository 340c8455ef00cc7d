import type { Command } from 'commander';
import { configurationOf, configurationText, type FileSettings } from '../config-file.js';
import { describeData, type RoleOptions, readDataset } from '../input-files.js';
import { DATA_HELP, type InputOptions, withInput } from '../input-options.js';
import { type EngineOptions, resolveConfig, resolveEngine, withData, withTraining } from '../options.js';
import { createOutput } from '../output.js';
import { batchText, lossText, metricsText, simulatedText } from '../report.js';
import { trainArtifact } from '../train-artifact.js';

type Options = RoleOptions &
  InputOptions &
  EngineOptions &
  FileSettings & {
    samples?: string;
    out: string;
    force?: boolean;
    json?: boolean;
  };

/** `spectrosim train` */
export function addTrain(program: Command): void {
  withTraining(withInput(withData(program.command('train'))))
    .summary('train an encoder, measure it on unseen groups, write it as ONNX')
    .description(
      'Trains an encoder on three quarters of the groups, measures it on the others beside the training-free floor, and writes that model as an artifact.',
    )
    .argument('<data>', DATA_HELP)
    .requiredOption('--out <folder>', 'a new folder for the artifact')
    .option('--force', 'replace the folder')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  spectrosim train spectra.csv --samples samples.csv --group batch --out runs/model',
    )
    .action(async (data: string, options: Options, command: Command) => {
      const output = createOutput(options.json === true);
      const config = resolveConfig(options);
      const ports = await resolveEngine(options);
      const configuration = configurationOf(command, config);
      output.note(configurationText(configuration));
      const { set, dataset } = await readDataset(data, options, output.note);
      output.note(`${describeData(dataset, set)}; ${ports.engine.description}`);
      const { manifest } = await trainArtifact(dataset, config, ports, {
        out: options.out,
        force: options.force === true,
        configuration,
      });
      const { metrics } = manifest;
      output.result(
        {
          out: options.out,
          simulated: manifest.simulated,
          decision: manifest.decision,
          metrics,
          configuration: { ...configuration, batch: manifest.training.batch },
        },
        [
          lossText(manifest),
          ...[batchText(config.batch, manifest)].filter((line) => line !== ''),
          ...(metrics === undefined ? [] : [metricsText(metrics)]),
          `Model in ${options.out}: same source when the ${manifest.decision.score} is at least ${manifest.decision.threshold.toFixed(4)}.`,
          ...(manifest.simulated ? [simulatedText()] : []),
          `Next: npx spectrosim parity --model ${options.out}`,
        ].join('\n'),
      );
    });
}
