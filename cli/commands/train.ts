import { SpectroSimError } from '@spectrosim/models';
import type { Command } from 'commander';
import { configurationOf, configurationText, type FileSettings } from '../config-file.js';
import { prepareReport, type ReportOptions, reportText, withReport } from '../evaluations/report-option.js';
import { describeData, type RoleOptions, readDataset } from '../input-files.js';
import { DATA_HELP, type InputOptions, withInput } from '../input-options.js';
import { CHECKPOINT_EVERY, type CheckpointOptions, checkpointOptions, OF_CHECKPOINTS } from '../kept-training.js';
import { type LadderOptions, ladderConfiguration, ladderSettings, OF_LADDER, withLadder } from '../ladder-options.js';
import { budgetText, ladderText } from '../ladder-text.js';
import {
  type EngineOptions,
  integer,
  resolveConfig,
  resolveEngine,
  resolveRuntime,
  withData,
  withTraining,
} from '../options.js';
import { createOutput, type Output, wrapped } from '../output.js';
import { bandText, metricsText, shippedText, simulatedText } from '../report.js';
import { reportTrained } from '../report-trained.js';
import { trainArtifact } from '../train-artifact.js';
import { trainVerifierArtifact } from '../train-verifier-artifact.js';
import { trainingSource } from '../training-record.js';

type Options = RoleOptions &
  InputOptions &
  EngineOptions &
  FileSettings &
  CheckpointOptions &
  LadderOptions &
  Pick<ReportOptions, 'report' | 'samples'> & {
    out: string;
    contrastive?: boolean;
    folds?: number;
    partitions?: number;
    force?: boolean;
    json?: boolean;
  };

/** `spectrosim train` */
export function addTrain(program: Command): void {
  withReport(withLadder(withTraining(withInput(withData(program.command('train'))))))
    .summary('choose and fit a verifier, measure its recipe, write it as ONNX')
    .description(
      'Chooses a verifier by a ladder (training-free floor, linear back-ends, ensembles, an encoder), fits it on all groups, measures the same recipe by cross-validation beside the floor, and writes it as an artifact.\nWith --contrastive: trains the contrastive encoder on three quarters of the groups instead, and measures it on the others; settings of training are for that.',
    )
    .argument('<data>', DATA_HELP)
    .requiredOption('--out <folder>', 'a new folder for the artifact')
    .option('--folds <n>', 'folds of the cross-validation (default: 5, or fewer for few groups)', integer(2))
    .option('--partitions <n>', 'how often the groups are cut anew (default: 1)', integer(1))
    .option('--contrastive', 'train the contrastive encoder instead')
    .option(
      '--checkpoint-every <n>',
      `steps between checkpoints of --contrastive (default: ${CHECKPOINT_EVERY})`,
      integer(1),
    )
    .option('--checkpoints <folder>', 'where they are kept (default: the model\'s folder with ".checkpoint" after it)')
    .option('--resume <folder>', 'go on from the checkpoint in this folder, to the same bytes')
    .option('--force', 'replace the folder, and the report')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim train spectra.csv --samples samples.csv --group batch --out runs/model\n  spectrosim train spectra.csv --group batch --out runs/quick --budget 5m\n  spectrosim train spectra.csv --group batch --out runs/linear --candidates floor,linear\n  spectrosim train spectra.csv --group batch --out runs/encoder --contrastive --steps 400\n  spectrosim train spectra.csv --group batch --out runs/encoder --contrastive --steps 400 --resume runs/encoder.checkpoint',
    )
    .action(async (data: string, options: Options, command: Command) => {
      const output = createOutput(options.json === true);
      refuseUnheeded(options, command);
      await (options.contrastive === true ? trainContrastive : trainLadder)(data, options, command, output);
    });
}

async function trainLadder(data: string, options: Options, command: Command, output: Output): Promise<void> {
  const { seed = 1, partitions = 1, folds, out, force = false } = options;
  const writeReport = prepareReport(data, options, command);
  const ladder = ladderConfiguration(options);
  const configuration = configurationOf(command, { seed, partitions, ...ladder }, ['engine']);
  const ports = await resolveRuntime(options);
  output.note(configurationText(configuration));
  const { set, dataset } = await readDataset(data, options, output.note);
  output.note(describeData(dataset, set));
  const settings = { seed, partitions, ...ladderSettings(options), ...(folds === undefined ? {} : { folds }) };
  const { manifest, trained, log } = await trainVerifierArtifact(dataset, settings, ports, {
    out,
    force,
    configuration,
  });
  const { metrics, decision, choice } = manifest;
  const { evaluation, bandRefused } = trained;
  const { candidates } = trained.ladder;
  const warnings = [...new Set([...evaluation.warnings, ...trained.ladder.warnings])];
  const ended = budgetText(options.budget, ladder.candidates, candidates);
  await writeReport({
    set,
    dataset,
    ports,
    seed,
    configuration,
    measured: {
      kind: 'recipe',
      evaluation,
      scores: trained.scores,
      band: decision.band ?? { refused: bandRefused ?? '' },
      trained: shippedText(trained),
    },
  });
  output.result(
    {
      out,
      simulated: manifest.simulated,
      decision,
      chosen: choice?.chosen,
      why: choice?.why,
      candidates,
      ladder: log.first(),
      metrics,
      warnings,
      ...(bandRefused === undefined ? {} : { bandRefused }),
      configuration,
      ...(options.report === undefined ? {} : { report: options.report }),
    },
    [
      ladderText(log.first(), log.summary()),
      ...(ended === '' ? [] : [ended]),
      wrapped('Chosen of all that was tried: ', `${choice?.chosen}. ${choice?.why}`),
      ...(metrics === undefined ? [] : [metricsText(metrics)]),
      `Model in ${out}, fitted on all groups: same source when the log-likelihood ratio is at least ${decision.threshold}.`,
      bandText(decision, bandRefused),
      ...warnings.map((warning) => wrapped('Note: ', warning)),
      ...(manifest.simulated ? [simulatedText()] : []),
      ...reportText(options),
      `Next: npx spectrosim parity --model ${out}`,
    ].join('\n'),
  );
}

async function trainContrastive(data: string, options: Options, command: Command, output: Output): Promise<void> {
  const config = resolveConfig(options);
  const ports = await resolveEngine(options);
  const configuration = configurationOf(command, config, OF_CHECKPOINTS);
  output.note(configurationText(configuration));
  const { set, dataset } = await readDataset(data, options, output.note);
  output.note(`${describeData(dataset, set)}; ${ports.engine.description}`);
  const { out, force = false } = options;
  const { manifest } = await trainArtifact(dataset, config, ports, {
    out,
    force,
    configuration,
    checkpoints: { ...checkpointOptions(options), source: trainingSource(data, options) },
    note: output.note,
  });
  reportTrained(output, out, manifest, config, configuration);
}

/** What this training would not heed is refused. */
function refuseUnheeded({ contrastive = false, settings = {} }: Options, command: Command): void {
  const given = (names: readonly string[]) =>
    names.filter((name) => ['cli', 'config'].includes(command.getOptionValueSource(name) ?? '')).map(flag);
  const foreign = contrastive
    ? given(['folds', 'partitions', ...OF_LADDER])
    : [...given(['steps', 'engine', 'backend', ...OF_CHECKPOINTS]), ...Object.keys(settings)];
  if (contrastive && given(['report']).length > 0) {
    throw new SpectroSimError(
      'usage',
      '--report is of a cross-validated recipe, and --contrastive holds out a quarter of the groups. Train, then measure: evaluate NEW-DATA --model DIR --report FILE.',
    );
  }
  if (foreign.length > 0) {
    throw new SpectroSimError(
      'usage',
      contrastive
        ? `${foreign.join(', ')} are not for --contrastive, which holds out a quarter of the groups. Leave out one or the other.`
        : `${foreign.join(', ')} say how to train the contrastive encoder. Add --contrastive to train that, or leave them out.`,
    );
  }
}

function flag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
