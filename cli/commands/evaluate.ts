import { PROTOCOLS, SHUFFLES } from '@spectrosim/training';
import { type Command, Option } from 'commander';
import { evaluateContrastive } from '../evaluations/evaluate-contrastive.js';
import { evaluateControl } from '../evaluations/evaluate-control.js';
import { evaluateLadder, PARTITIONS } from '../evaluations/evaluate-ladder.js';
import { evaluateModel } from '../evaluations/evaluate-model.js';
import { CONTROLS, type EvaluateOptions, evaluationOf } from '../evaluations/evaluate-options.js';
import { withReport } from '../evaluations/report-option.js';
import { DATA_HELP, withInput } from '../input-options.js';
import { withLadder } from '../ladder-options.js';
import { integer, withData, withTraining } from '../options.js';
import { createOutput } from '../output.js';

/** `spectrosim evaluate` */
export function addEvaluate(program: Command): void {
  withReport(withLadder(withTraining(withInput(withData(program.command('evaluate'))))))
    .summary('measure by cross-validation, or a model on new spectra')
    .description(
      'Cross-validates the whole way to a verifier by group: in each fold one is chosen, fitted and calibrated on the other groups alone, and scores every pair of held-out spectra, beside the training-free floor. Writes no model.\nWith --model: measures an artifact on spectra it was not trained on.\nWith --contrastive: cross-validates the contrastive encoder instead; settings of training are for that.',
    )
    .argument('<data>', DATA_HELP)
    .addOption(
      new Option(
        '--protocol <name>',
        'what is held out; "pairs" and "paper" leak, and print by how much (default: groups)',
      ).choices(PROTOCOLS),
    )
    .option('--folds <n>', 'folds of the cross-validation (default: 5, or fewer for few groups)', integer(2))
    .option('--leave-out <n>', 'groups a fold of leave-groups-out (default: 2)', integer(2))
    .option('--partitions <n>', `how often the groups are cut anew (default: ${PARTITIONS})`, integer(1))
    .option(
      '--workers <n>',
      'folds that are computed side by side, each in a thread of its own; decides no number (default: the cores, at most 8, fewer where memory is short; 1 for a provider other than cpu)',
      integer(1),
    )
    .addOption(
      new Option(
        '--control <name>',
        'find nothing where there is nothing: all labels shuffled, or those of training',
      ).choices(CONTROLS),
    )
    .option('--shuffles <n>', `of a control (default: ${SHUFFLES})`, integer(10))
    .option('--contrastive', 'cross-validate the contrastive encoder instead')
    .option('--model <folder>', 'measure this artifact instead')
    .option('--force', 'replace an earlier report')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim evaluate spectra.csv --samples samples.csv --group batch\n  spectrosim evaluate spectra.csv --group batch --report report.html\n  spectrosim evaluate spectra.csv --group batch --run session --protocol groups-and-runs\n  spectrosim evaluate spectra.csv --group batch --protocol paper --partitions 1\n  spectrosim evaluate spectra.csv --group batch --budget 10m\n  spectrosim evaluate spectra.csv --group batch --candidates floor,linear --score-normalisation as-norm\n  spectrosim evaluate spectra.csv --group batch --control shuffled-labels\n  spectrosim evaluate spectra.csv --group batch --contrastive --steps 400\n  spectrosim evaluate new.csv --samples new-samples.csv --group batch --model runs/model',
    )
    .action(async (data: string, options: EvaluateOptions, command: Command) => {
      const output = createOutput(options.json === true);
      const { model, control } = options;
      const evaluation = evaluationOf(options, command);
      if (evaluation === 'artifact' && model !== undefined) {
        await evaluateModel(data, { ...options, model }, command, output);
        return;
      }
      if (evaluation === 'control' && control !== undefined) {
        await evaluateControl(data, { ...options, control }, command, output);
        return;
      }
      await (evaluation === 'contrastive' ? evaluateContrastive : evaluateLadder)(data, options, command, output);
    });
}
