import { SpectroSimError } from '@spectrosim/models';
import { readArtifact } from '@spectrosim/runtime-node';
import { type CrossValidation, crossValidate, evaluateArtifact } from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText, type FileSettings } from '../config-file.js';
import { describeData, type RoleOptions, readDataset } from '../input-files.js';
import { DATA_HELP, type InputOptions, withInput } from '../input-options.js';
import { type EngineOptions, integer, resolveConfig, resolveEngine, withData, withTraining } from '../options.js';
import { createOutput, table } from '../output.js';
import { trainingProgress } from '../progress.js';
import { metricsText, simulatedText, standing } from '../report.js';

type Options = RoleOptions &
  InputOptions &
  EngineOptions &
  FileSettings & {
    samples?: string;
    model?: string;
    folds: number;
    json?: boolean;
  };

/** `spectrosim evaluate` */
export function addEvaluate(program: Command): void {
  withTraining(withInput(withData(program.command('evaluate'))))
    .summary('measure a recipe by cross-validation, or a model on new spectra')
    .description(
      'Without --model: cross-validates the training recipe by group, beside the training-free floor, and writes no model.\nWith --model: measures an artifact on spectra it was not trained on.',
    )
    .argument('<data>', DATA_HELP)
    .option('--model <folder>', 'measure this artifact instead')
    .option('--folds <n>', 'folds of the cross-validation', integer(2), 5)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim evaluate spectra.csv --samples samples.csv --group batch\n  spectrosim evaluate new.csv --samples new-samples.csv --group batch --model runs/model',
    )
    .action(async (data: string, options: Options, command: Command) => {
      refuseTrainingOptions(options, command);
      const output = createOutput(options.json === true);
      const config = resolveConfig(options);
      const ports = await resolveEngine(options);
      const configuration = configurationOf(command, options.model === undefined ? config : {});
      output.note(configurationText(configuration));
      const { set, dataset } = await readDataset(data, options, output.note);
      const simulated = dataset.simulated ? [simulatedText()] : [];
      if (options.model !== undefined) {
        const metrics = await evaluateArtifact(
          readArtifact(options.model),
          dataset,
          ports.runtime,
          ports.options,
          config.seed,
        );
        output.result(
          { simulated: dataset.simulated, configuration, metrics },
          [metricsText(metrics), ...simulated].join('\n'),
        );
        return;
      }
      output.note(ports.engine.description);
      let line: ReturnType<typeof trainingProgress> | undefined;
      let under = -1;
      const result = await crossValidate(dataset, options.folds, config, ports, (fold, progress) => {
        if (fold !== under) {
          line?.stop();
          line = trainingProgress(`fold ${fold + 1} of ${options.folds}`);
          under = fold;
        }
        line?.update(progress);
      }).finally(() => line?.stop());
      const cell = ({ mean, sd }: { mean: number; sd: number }) => `${mean.toFixed(3)} ± ${sd.toFixed(3)}`;
      output.result(
        { simulated: dataset.simulated, engine: ports.engine.description, configuration, ...result },
        [
          `${result.protocol}, ${describeData(dataset, set)}; mean ± sd over folds`,
          table([
            ['', 'ROC AUC', 'balanced accuracy'],
            [
              `${config.encoder.name} encoder, contrastive`,
              cell(result.model.auc),
              cell(result.model.balancedAccuracy),
            ],
            ['the same encoder, untrained', cell(result.untrained.auc), cell(result.untrained.balancedAccuracy)],
            [
              'cosine of preprocessed spectra (no training)',
              cell(result.floor.auc),
              cell(result.floor.balancedAccuracy),
            ],
          ]),
          `  model − floor, ROC AUC: ${cell(result.difference)}. ${foldStanding(result)}`,
          ...simulated,
        ].join('\n'),
      );
    });
}

/** Beyond a tie only when every fold agrees. */
function foldStanding({ folds }: CrossValidation): string {
  const differences = folds.map(({ difference }) => difference.value);
  return standing({ lo: Math.min(...differences), hi: Math.max(...differences) });
}

/** An artifact is measured as it is: settings of a training would do nothing. */
function refuseTrainingOptions({ model, settings = {} }: Options, command: Command): void {
  const given = [
    ...['folds', 'steps', 'engine', 'backend']
      .filter((name) => ['cli', 'config'].includes(command.getOptionValueSource(name) ?? ''))
      .map((name) => `--${name}`),
    ...Object.keys(settings),
  ];
  if (model !== undefined && given.length > 0) {
    throw new SpectroSimError(
      'usage',
      `${given.join(', ')} say how to train, and --model measures a model that is trained already. Leave out one or the other.`,
    );
  }
}
